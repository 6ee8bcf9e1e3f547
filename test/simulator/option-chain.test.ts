import test from 'ava';
import { chain, type Json, monday, startRig, tuesday } from './support.ts';

const tickersOf = (pages: Json[]): string[] =>
  pages.flatMap((page) => page.results.map((row: Json) => row.details.ticker));

test('pages cover a whole expiration without duplicates, in the order of tickers', async (t) => {
  const { pages, simulator } = await startRig(t, monday, '11:00');
  const found = await pages(chain(monday));
  const tickers = tickersOf(found);
  t.is(found.length, 2);
  t.true(tickers.length >= 350 && tickers.length <= 422);
  t.is(new Set(tickers).size, tickers.length);
  t.deepEqual(tickers, tickers.toSorted());
  t.true(found[0].next_url.startsWith(`${simulator.url}/v3/snapshot/options/SPY?cursor=`));
  t.true(tickers.every((ticker) => /^O:SPY261123[CP]\d{8}$/.test(ticker)));
});

test('small pages give the same rows as large ones', async (t) => {
  const { pages } = await startRig(t, monday, '11:00');
  const large = tickersOf(await pages(chain(monday)));
  const small = tickersOf(await pages(`/v3/snapshot/options/SPY?expiration_date=${monday}&limit=37`));
  t.deepEqual(small, large);
});

test('ten rows are a page by default, and more than 250 are refused', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  t.is((await get('/v3/snapshot/options/SPY')).json.results.length, 10);
  const { status, json } = await get('/v3/snapshot/options/SPY?limit=251');
  t.is(status, 400);
  t.is(
    json.error,
    "Failed to parse query parameters from URL: Key: 'OptionsChainQueryParam.Limit' Error:Field validation for 'Limit' failed on the 'max' tag",
  );
  for (const wrong of [
    'limit=0',
    'limit=ten',
    'sort=volume',
    'order=up',
    'contract_type=both',
    'strike_price.gte=x',
  ]) {
    t.is((await get(`/v3/snapshot/options/SPY?${wrong}`)).status, 400, wrong);
  }
  t.is((await get('/v3/snapshot/options/SPY?cursor=%00%01')).status, 400);
});

test('filters narrow the rows and are carried from page to page', async (t) => {
  const { pages } = await startRig(t, monday, '11:00');
  const rows = async (filter: string): Promise<Json[]> =>
    (await pages(`/v3/snapshot/options/SPY?${filter}&limit=7`)).flatMap((page) =>
      page.results.map((row: Json) => row.details),
    );
  const band = await rows(
    `expiration_date=${monday}&strike_price.gte=710&strike_price.lt=720&contract_type=put`,
  );
  t.deepEqual(
    band.map(({ strike_price }) => strike_price),
    [710, 711, 712, 713, 714, 715, 716, 717, 718, 719],
  );
  t.true(band.every((details) => details.contract_type === 'put' && details.expiration_date === monday));
  const one = await rows('strike_price=715&expiration_date.lte=2026-12-01');
  t.deepEqual(
    [...new Set(one.map(({ expiration_date }) => expiration_date))],
    [...[monday, tuesday, '2026-11-25', '2026-11-27', '2026-11-30', '2026-12-01']],
  );
  t.true(one.every(({ strike_price }) => strike_price === 715));
});

test('rows come sorted as asked, both ways', async (t) => {
  const { pages } = await startRig(t, monday, '11:00');
  const details = async (more: string): Promise<Json[]> =>
    (await pages(`/v3/snapshot/options/SPY?expiration_date=${monday}&limit=100&${more}`)).flatMap((page) =>
      page.results.map((row: Json) => row.details),
    );
  const up = await details('sort=strike_price&order=asc');
  const down = await details('sort=strike_price&order=desc');
  t.deepEqual(down.toReversed(), up);
  t.true(up.every((row, index) => index === 0 || up[index - 1].strike_price <= row.strike_price));
  t.is(up.length, (await details('order=desc')).length);
});

test('parameters beside a cursor do not count', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const { next_url } = (await get(`/v3/snapshot/options/SPY?expiration_date=${monday}&limit=5`)).json;
  const { results } = (await get(`${next_url}&limit=50&contract_type=put`)).json;
  t.is(results.length, 5);
  t.is(results[0].details.contract_type, 'call');
});

test('page two is as of its own moment', async (t) => {
  const { get, clock } = await startRig(t, monday, '11:00');
  const first = (await get(chain(monday))).json;
  await clock.advance(30_000);
  const second = (await get(first.next_url)).json;
  const priceOf = (page: Json) => page.results[0].underlying_asset.last_updated;
  t.true(priceOf(second) > priceOf(first));
});

test('the contracts reference lists the same contracts', async (t) => {
  const { pages, get } = await startRig(t, monday, '11:00', { profile: 'basic' });
  const path = `/v3/reference/options/contracts?underlying_ticker=SPY&expiration_date=${monday}`;
  const found = await pages(`${path}&limit=100`);
  const rows: Json[] = found.flatMap((page) => page.results);
  t.true(rows.length >= 350);
  t.is(new Set(rows.map(({ ticker }) => ticker)).size, rows.length);
  t.deepEqual(Object.keys(rows[0]).sort(), [
    ...[
      'cfi',
      'contract_type',
      'exercise_style',
      'expiration_date',
      'primary_exchange',
      'shares_per_contract',
    ],
    ...['strike_price', 'ticker', 'underlying_ticker'],
  ]);
  t.is((await get(`${path}&limit=1000`)).json.results.length, rows.length);
  t.is((await get(`${path}&limit=1001`)).status, 400);
  t.deepEqual((await get(`/v3/reference/options/contracts/${rows[3].ticker}`)).json.results, rows[3]);
  const expired = (await get('/v3/reference/options/contracts?underlying_ticker=SPY&expired=true')).json
    .results;
  t.true(expired.every((row: Json) => row.expiration_date < monday) && expired.length === 10);
});

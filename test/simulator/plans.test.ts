import test from 'ava';
import { type Profile, tierOf } from '../../src/simulator/profiles.ts';
import { chain, type Json, monday, startRig, stockSnapshot } from './support.ts';

const paths = {
  stock: stockSnapshot,
  stocks: '/v2/snapshot/locale/us/markets/stocks/tickers?tickers=SPY,QQQ',
  unified: '/v3/snapshot?ticker.any_of=SPY',
  chain: chain(monday),
  contract: '/v3/snapshot/options/SPY/O:SPY261123C00715000',
  trade: '/v2/last/trade/SPY',
  nbbo: '/v2/last/nbbo/SPY',
  prev: '/v2/aggs/ticker/SPY/prev',
  history: '/v2/aggs/ticker/SPY/range/1/day/2026-11-02/2026-11-20',
  today: `/v2/aggs/ticker/SPY/range/15/minute/${monday}/${monday}`,
  contracts: `/v3/reference/options/contracts?underlying_ticker=SPY&expiration_date=${monday}`,
  status: '/v1/marketstatus/now',
  upcoming: '/v1/marketstatus/upcoming',
  exchanges: '/v3/reference/exchanges?asset_class=options',
};

type PathName = keyof typeof paths;

/** Status code of every endpoint for every plan. */
const entitlements: Record<Profile, Record<PathName, number>> = {
  basic: table({
    stock: 403,
    stocks: 403,
    unified: 403,
    chain: 403,
    contract: 403,
    trade: 403,
    nbbo: 403,
    today: 403,
  }),
  starter: table({ trade: 403, nbbo: 403 }),
  developer: table({ nbbo: 403 }),
  advanced: table({}),
  'delayed-stocks': table({ nbbo: 403 }),
  'delayed-options': table({}),
  'options-only': table({ stock: 403, stocks: 403, trade: 403, nbbo: 403, today: 403 }),
};

function table(refused: Partial<Record<PathName, number>>): Record<PathName, number> {
  const all = Object.fromEntries(Object.keys(paths).map((name) => [name, 200])) as Record<PathName, number>;
  return { ...all, ...refused };
}

for (const [profile, expected] of Object.entries(entitlements) as [Profile, Record<PathName, number>][]) {
  test(`the ${profile} plan is refused what it does not include`, async (t) => {
    const { get } = await startRig(t, monday, '11:00', { profile });
    for (const [name, status] of Object.entries(expected) as [PathName, number][]) {
      const answered = await get(paths[name]);
      t.is(answered.status, status, name);
      if (status !== 403) continue;
      t.is(answered.json.status, 'NOT_AUTHORIZED');
      t.regex(answered.json.request_id, /^[0-9a-f]{32}$/);
      t.is(
        answered.json.message,
        name === 'today'
          ? "Attempted to request today's data before end of day. Please upgrade your plan at https://polygon.io/pricing"
          : 'You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing',
      );
    }
  });
}

const always = ['day', 'details', 'open_interest', 'underlying_asset'];
const withGreeks = [...always, 'greeks', 'implied_volatility'];
const rowFields: Partial<Record<Profile, { row: string[]; underlying: string[] }>> = {
  starter: { row: withGreeks, underlying: ['ticker'] },
  developer: {
    row: [...withGreeks, 'break_even_price', 'last_trade'],
    underlying: ['change_to_break_even', 'last_updated', 'price', 'ticker', 'timeframe'],
  },
  advanced: {
    row: [...withGreeks, 'break_even_price', 'last_quote', 'last_trade'],
    underlying: ['change_to_break_even', 'last_updated', 'price', 'ticker', 'timeframe'],
  },
  'delayed-stocks': {
    row: [...withGreeks, 'break_even_price', 'last_quote', 'last_trade'],
    underlying: ['change_to_break_even', 'last_updated', 'price', 'ticker', 'timeframe'],
  },
  'delayed-options': { row: withGreeks, underlying: ['ticker'] },
  'options-only': { row: [...withGreeks, 'last_trade'], underlying: ['ticker'] },
};

for (const [profile, fields] of Object.entries(rowFields) as [
  Profile,
  { row: string[]; underlying: string[] },
][]) {
  test(`an option row of the ${profile} plan carries that plan’s fields`, async (t) => {
    const { get } = await startRig(t, monday, '11:00', { profile });
    const { json } = await get(chain(monday));
    const traded: Json[] = json.results.filter((row: Json) => row.day.volume > 1000);
    t.true(traded.length > 10);
    for (const row of traded.filter(({ greeks }) => greeks)) {
      t.deepEqual(Object.keys(row).sort(), fields.row.toSorted());
      t.deepEqual(Object.keys(row.underlying_asset).sort(), fields.underlying);
      t.deepEqual(Object.keys(row.greeks).sort(), ['delta', 'gamma', 'theta', 'vega']);
      t.deepEqual(Object.keys(row.details).sort(), [
        ...[
          'contract_type',
          'exercise_style',
          'expiration_date',
          'shares_per_contract',
          'strike_price',
          'ticker',
        ],
      ]);
    }
    const { timeframe } = tierOf(profile, 'options');
    for (const part of ['last_trade', 'last_quote']) {
      if (fields.row.includes(part)) t.true(traded.every((row) => row[part].timeframe === timeframe));
    }
  });
}

test('an untraded contract has empty objects, and one deep in the money no greeks', async (t) => {
  const { pages } = await startRig(t, monday, '15:30');
  const rows: Json[] = (await pages(chain(monday))).flatMap((page) => page.results);
  const untraded = rows.filter((row) => Object.keys(row.day).length === 0);
  t.true(untraded.length > 40);
  t.true(untraded.every((row) => Object.keys(row.last_trade).length === 0));
  const without = rows.filter((row) => !('greeks' in row));
  t.true(without.length > 20);
  t.true(without.every((row) => !('implied_volatility' in row) && row.last_quote.bid > 0));
});

test('the stock snapshot of a plan without trades and quotes has neither', async (t) => {
  const { simulator, get } = await startRig(t, monday, '11:00', { profile: 'starter' });
  const common = ['day', 'min', 'prevDay', 'ticker', 'todaysChange', 'todaysChangePerc', 'updated'];
  const expected: [Profile, string, string[]][] = [
    ['starter', 'DELAYED', common],
    ['developer', 'DELAYED', [...common, 'lastTrade']],
    ['advanced', 'OK', [...common, 'lastQuote', 'lastTrade']],
  ];
  for (const [profile, status, fields] of expected) {
    simulator.setProfile(profile);
    const { json } = await get(stockSnapshot);
    t.is(json.status, status);
    t.deepEqual(Object.keys(json.ticker).sort(), fields.toSorted());
  }
});

test('a delayed plan sees what a real-time plan saw fifteen minutes ago', async (t) => {
  const { simulator, get, at } = await startRig(t, monday, '11:00', { profile: 'advanced' });
  const realTime = await get(stockSnapshot);
  const chainThen = await get(chain(monday));
  at(monday, '11:15');
  simulator.setProfile('starter');
  const delayed = await get(stockSnapshot);
  t.deepEqual(delayed.json.ticker.day, realTime.json.ticker.day);
  t.is(delayed.json.ticker.updated, realTime.json.ticker.updated);
  const chainNow = await get(chain(monday));
  t.deepEqual(
    chainNow.json.results.map((row: Json) => [row.details, row.day, row.greeks]),
    chainThen.json.results.map((row: Json) => [row.details, row.day, row.greeks]),
  );
});

test('the free plan sees today only after midnight in New York', async (t) => {
  const { get, at } = await startRig(t, monday, '19:00', { profile: 'basic' });
  t.is((await get(paths.today)).status, 403);
  at('2026-11-24', '00:01');
  const { status, json } = await get(paths.today);
  t.is(status, 200);
  t.true(json.results.length > 50);
});

test('dates before the plan’s history, or in the future, are refused with their own words', async (t) => {
  const { get } = await startRig(t, monday, '11:00', { profile: 'basic' });
  for (const [from, to] of [
    ['2024-01-02', '2024-02-01'],
    ['2026-12-01', '2026-12-02'],
  ]) {
    const { status, json } = await get(`/v2/aggs/ticker/SPY/range/1/day/${from}/${to}`);
    t.is(status, 403);
    t.is(
      json.message,
      "Your plan doesn't include this data timeframe. Please upgrade your plan at https://polygon.io/pricing",
    );
  }
});

test('the free plan has five calls a minute', async (t) => {
  const { get, clock } = await startRig(t, monday, '11:00', { profile: 'basic', hasRateLimit: true });
  const statuses: number[] = [];
  for (let call = 0; call < 7; call++) {
    statuses.push((await get(paths.prev)).status);
    await clock.advance(1000);
  }
  t.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
  const { json, headers } = await get(paths.prev);
  t.is(
    json.error,
    "You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue. https://polygon.io/pricing",
  );
  t.is(json.status, 'ERROR');
  t.is(headers.get('retry-after'), null);
  await clock.advance(53_000);
  t.is((await get(paths.prev)).status, 200, 'a minute after the first call there is room again');
});

test('paid plans have a hundred calls a second, each key its own', async (t) => {
  const { get, clock } = await startRig(t, monday, '11:00', { hasRateLimit: true });
  const calls = await Promise.all(Array.from({ length: 101 }, () => get(paths.status)));
  t.is(calls.filter(({ status }) => status === 429).length, 1);
  t.is((await get(paths.status, { authorization: 'Bearer another' })).status, 200);
  await clock.advance(1000);
  t.is((await get(paths.status)).status, 200);
});

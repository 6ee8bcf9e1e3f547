import test from 'ava';
import { type Profile, profiles } from '../../src/simulator/profiles.ts';
import { sharedMarket } from '../support/shared-market.ts';
import { type Json, monday, type Rig, startRig } from './support.ts';

const market = sharedMarket();

const reference = '/v3/reference/options/contracts';
const listOf = (expiration: string, more = '') =>
  `${reference}?underlying_ticker=SPY&expiration_date=${expiration}&limit=1000${more}`;

const tickersOf = async ({ pages }: Rig, path: string): Promise<string[]> =>
  (await pages(path)).flatMap(({ results }) => results.map((row: Json) => row.ticker));

for (const profile of Object.keys(profiles) as Profile[]) {
  test(`the ${profile} plan lists the contracts of a past expiration as they stood`, async (t) => {
    const rig = await startRig(t, monday, '11:00', { market, profile });
    const past = '2026-11-19';
    const { json } = await rig.get(listOf(past, `&as_of=${past}`));
    t.true(json.results.length >= 350 && json.results.length <= 422, 'one page');
    t.false('next_url' in json);
    t.true(json.results.every((row: Json) => row.expiration_date === past));
    t.deepEqual(
      await tickersOf(rig, listOf(past, '&expired=true')),
      await tickersOf(rig, listOf(past, `&as_of=${past}`)),
    );
  });
}

test('a past expiration is empty unless its time is asked about', async (t) => {
  const { get } = await startRig(t, monday, '11:00', { market });
  t.deepEqual((await get(listOf('2026-11-19'))).json.results, []);
  t.deepEqual(
    (await get(listOf('2026-11-19', '&as_of=2026-11-20'))).json.results,
    [],
    'it had expired by then',
  );
  t.deepEqual((await get(listOf('2026-11-19', '&as_of=2026-11-19&expired=true'))).json.results, []);
  t.true((await get(listOf('2026-11-19', '&as_of=2026-11-17'))).json.results.length > 300);
  t.deepEqual((await get(listOf('2026-11-19', '&as_of=2019-06-03'))).json.results, [], 'before this market');
});

test('an expiration of last year is listed by its date, and by what has expired since', async (t) => {
  const rig = await startRig(t, monday, '11:00', { market, profile: 'basic' });
  const past = '2025-03-12';
  const asOf = await tickersOf(rig, listOf(past, `&as_of=${past}`));
  t.true(asOf.length > 300 && new Set(asOf).size === asOf.length);
  t.deepEqual(await tickersOf(rig, listOf(past, '&expired=true')), asOf);
  const range = `${reference}?underlying_ticker=SPY&expiration_date.gte=2025-03-10&expiration_date.lte=${past}`;
  const week = await tickersOf(rig, `${range}&expired=true&limit=1000`);
  t.deepEqual(week.slice(-asOf.length), asOf);
  t.is(new Set(week.map((ticker) => ticker.slice(0, 11))).size, 3, 'three dates');
  t.deepEqual(await tickersOf(rig, `${range}&limit=1000`), []);
});

test('pages of a past list hold the same contracts as the whole of it', async (t) => {
  const rig = await startRig(t, monday, '11:00', { market, profile: 'basic' });
  const whole = await tickersOf(rig, listOf('2026-11-19', '&as_of=2026-11-19'));
  const path = listOf('2026-11-19', '&as_of=2026-11-19').replace('limit=1000', 'limit=97');
  const pages = await rig.pages(path);
  t.is(pages.length, Math.ceil(whole.length / 97));
  t.deepEqual(
    pages.flatMap(({ results }) => results.map((row: Json) => row.ticker)),
    whole,
  );
  t.is((await rig.get(listOf('2026-11-19').replace('limit=1000', 'limit=1001'))).status, 400);
});

test('strikes are added as an expiration comes nearer', async (t) => {
  const rig = await startRig(t, monday, '11:00', { market });
  const monthly = '2026-11-20';
  const lists: string[][] = [];
  for (const date of ['2026-08-03', '2026-10-02', '2026-11-06', '2026-11-13', monthly])
    lists.push(await tickersOf(rig, listOf(monthly, `&as_of=${date}`)));
  const lengths = lists.map(({ length }) => length);
  t.true(
    lengths[0]! > 100 && lengths[0]! < lengths[1]! && lengths[1]! < lengths[2]! && lengths[2]! < lengths[3]!,
  );
  t.is(lengths[3], lengths[4], 'nothing is added in the last week');
  for (const [index, list] of lists.slice(1).entries())
    t.true(lists[index]!.every((ticker) => list.includes(ticker)));
  const added = lists[4]!.find((ticker) => !lists[0]!.includes(ticker))!;
  t.is((await rig.get(`${reference}/${added}?as_of=2026-08-03`)).status, 404);
  t.is((await rig.get(`${reference}/${added}?as_of=${monthly}`)).json.results.ticker, added);
  t.is((await rig.get(`${reference}/${added}`)).status, 200, 'expired ones are known by their tickers');
});

test('a date that is none is refused, and one to come counts as today', async (t) => {
  const rig = await startRig(t, monday, '11:00', { market });
  t.is((await rig.get(listOf(monday, '&as_of=2026-02-30'))).status, 400);
  const today = await tickersOf(rig, listOf(monday, `&as_of=${monday}`));
  t.deepEqual(await tickersOf(rig, listOf(monday, '&as_of=2026-12-24')), today);
  t.deepEqual(await tickersOf(rig, listOf(monday)), today);
});

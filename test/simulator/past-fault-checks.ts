import type { ExecutionContext } from 'ava';
import type { FaultName } from '../../src/simulator/faults.ts';
import type { pastFaults } from '../../src/simulator/faults/past-faults.ts';
import { chain, type Json, monday, type Rig } from './support.ts';

type PastFault = keyof typeof pastFaults;
type Check = (t: ExecutionContext, rig: Rig) => Promise<void>;

const date = '2026-11-19';
const list = `/v3/reference/options/contracts?underlying_ticker=SPY&expiration_date=${date}&as_of=${date}&limit=1000`;
const barsOf = (ticker: string) => `/v2/aggs/ticker/${ticker}/range/1/minute/${date}/${date}?limit=50000`;
/** Of the two the first one's strike is a multiple of seven dollars. */
const [chosen, other] = ['O:SPY261119C00714000', 'O:SPY261119C00715000'];

/** The same request answered well. */
async function good({ simulator, get }: Rig, name: FaultName, path: string): Promise<Json> {
  simulator.setFault(null);
  const { json } = await get(path);
  simulator.setFault(name);
  return json;
}

const tickersOf = (page: Json): string[] => page.results.map((row: Json) => row.ticker);

/** Bars of one contract with and without the fault; today's chain and the stock's bars are left alone. */
function alteredBars(
  name: PastFault,
  differs: (t: ExecutionContext, wrong: Json[], right: Json[]) => void,
): Check {
  return async (t, rig) => {
    const { results: right } = await good(rig, name, barsOf(other));
    t.true(right.length > 300);
    differs(t, (await rig.get(barsOf(other))).json.results, right);
    for (const path of [chain(monday), `/v2/aggs/ticker/SPY/range/1/minute/${date}/${date}`])
      t.deepEqual((await rig.get(path)).json.results, (await good(rig, name, path)).results);
  };
}

/** What each fault of the past does to the two endpoints that it concerns. */
export const pastFaultChecks: Record<PastFault, Check> = {
  'past-contracts-cut-short': async (t, rig) => {
    const whole = await good(rig, 'past-contracts-cut-short', list);
    const { json } = await rig.get(list);
    t.deepEqual(tickersOf(json), tickersOf(whole).slice(0, 100));
    t.false('next_url' in json);
    const today = list.replaceAll(date, monday).replace(`&as_of=${monday}`, '');
    t.true((await rig.get(today)).json.results.length > 300, 'a list of today is whole');
  },
  'past-contracts-without-a-page': async (t, rig) => {
    const whole = tickersOf(await good(rig, 'past-contracts-without-a-page', list));
    const pages = await rig.pages(list);
    t.is(pages.length, Math.ceil(whole.length / 100));
    t.is(pages[1].results.length, 0);
    t.deepEqual(pages.flatMap(tickersOf), [...whole.slice(0, 100), ...whole.slice(200)]);
  },
  'past-contracts-repeat-a-page': async (t, { get }) => {
    const first = (await get(list)).json;
    const second = (await get(first.next_url)).json;
    t.deepEqual(tickersOf(second), tickersOf(first));
    t.not(second.next_url, first.next_url);
  },
  'option-bars-missing': async (t, { get }) => {
    const { status, json } = await get(barsOf(chosen));
    t.is(status, 200);
    t.like(json, { resultsCount: 0, ticker: chosen });
    t.false('results' in json);
    t.true((await get(barsOf(other))).json.results.length > 300);
  },
  'option-bars-not-found': async (t, { get }) => {
    t.is((await get(barsOf(chosen))).status, 404);
    t.is((await get(barsOf(other))).status, 200);
  },
  'option-bars-of-other-minutes': alteredBars('option-bars-of-other-minutes', (t, wrong, right) => {
    const moved = wrong.filter((bar, index) => bar.t !== right[index].t);
    t.is(moved.length, Math.ceil((right.length - 2) / 5));
    t.true(moved.some((bar) => bar.t % 60_000 !== 0) && moved.some((bar) => bar.t < right[0].t - 43_200_000));
  }),
  'option-bars-at-zero': alteredBars('option-bars-at-zero', (t, wrong, right) => {
    t.is(wrong.filter(({ c, h }) => c === 0 && h === 0).length, Math.ceil((right.length - 2) / 5));
    t.deepEqual(
      wrong.map((bar) => bar.t),
      right.map((bar) => bar.t),
    );
  }),
  'option-bars-corrected': alteredBars('option-bars-corrected', (t, wrong, right) => {
    t.is(wrong.length, right.length + Math.ceil((right.length - 2) / 5));
    t.deepEqual([...new Map(wrong.map((bar) => [bar.t, bar])).values()], right, 'the later one is right');
  }),
  'option-bars-refused': async (t, { get }) => {
    const { status, json } = await get(barsOf(chosen));
    t.is(status, 403);
    t.regex(json.message, /not entitled/);
    t.is((await get(list)).status, 200);
  },
  'option-bars-rate-limited': async (t, { get }) => {
    const statuses: number[] = [];
    for (let call = 0; call < 16; call++) statuses.push((await get(barsOf(other))).status);
    const refused = statuses.flatMap((status, index) => (status === 429 ? [index] : []));
    t.deepEqual(refused, [10, 13]);
  },
  'option-bars-without-end': async (t, { get }) => {
    const first = (await get(barsOf(other))).json;
    const second = (await get(first.next_url)).json;
    t.deepEqual(second.results, first.results);
    t.not(second.next_url, first.next_url);
  },
};

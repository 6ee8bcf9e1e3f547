/** What the levels of one poll cost: 400 contracts without greeks of the vendor's, both flips included. */
import { Worker } from 'node:worker_threads';
import type { PassesTaken, PassesWanted } from './levels/passes.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { ms, spreadOf } from './support/spread.ts';

/** A pass must fit well into the second of its slot. */
const bar = 20;
/** A chain that expires on the day, and one whose options are American, with SPY's dividend before their end. */
const [today, withDividend] = ['2026-11-23', '2026-12-31'];
/** By then V8 has compiled the way through a pass. */
const compiledAfter = 6;

export const bench: Bench = async (flags, say) => {
  const count = numberFlag(flags, 'passes', 400);
  const threads = numberFlag(flags, 'threads', 5);
  const first: number[] = [];
  let steady: number[] = [];
  const later: number[] = [];
  let contracts = 0;
  let flips = 0;
  for (let thread = 1; thread <= threads; thread++) {
    say(`thread ${thread} of ${threads}`);
    const taken = await passes({ count: count + compiledAfter, expiration: today });
    first.push(taken.times[0]!);
    steady = steady.concat(taken.times.slice(compiledAfter));
    contracts = taken.contracts;
    flips += taken.flips;
    const american = await passes({ count: count / 4 + compiledAfter, expiration: withDividend });
    later.push(...american.times.slice(compiledAfter));
  }
  const figures = {
    firstPassMs: spreadOf(first),
    passMs: spreadOf(steady),
    americanPassMs: spreadOf(later),
    contracts,
    passes: steady.length,
    flips,
    barMs: bar,
    isWithinBar: spreadOf(steady).p99 < bar && spreadOf(later).p50 < bar,
  };
  const row = (name: string, { p50, p99, max }: ReturnType<typeof spreadOf>) => [
    name,
    ms(p50),
    ms(p99),
    ms(max),
  ];
  const table = {
    title: `levels of ${contracts} contracts, ${steady.length} passes, ${flips} flips found (bar: ${bar} ms at p99)`,
    rows: [
      ['', 'p50', 'p99', 'max'],
      row('first pass, nothing compiled', figures.firstPassMs),
      row('any pass, compiled', figures.passMs),
      row('American, 38 days, one dividend', figures.americanPassMs),
    ],
  };
  return { tables: [table], ...figures };
};

function passes(wanted: PassesWanted): Promise<PassesTaken> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./levels/passes.ts', import.meta.url), { workerData: wanted });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

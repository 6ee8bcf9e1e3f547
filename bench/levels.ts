/** What the levels of one poll cost: 400 contracts without greeks of the vendor's, both flips included. */
import { Worker } from 'node:worker_threads';
import type { PassesTaken, PassesWanted } from './levels/passes.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { ms, spreadOf } from './support/spread.ts';

/** A pass must fit well into the second of its slot. */
const bar = 20;
/** Chains of 2026-11-23; all but the first are American, and SPY's dividends are on December 18 and March 19. */
const chains = [
  { name: 'expires today', expiration: '2026-11-23', share: 1 },
  { name: 'American, tomorrow', expiration: '2026-11-24', share: 0.5 },
  { name: 'American, 38 days, one dividend', expiration: '2026-12-31', share: 0.5 },
  { name: 'American, 128 days, two dividends', expiration: '2027-03-31', share: 0.5 },
  { name: 'American, 219 days, three dividends', expiration: '2027-06-30', share: 0.25 },
] as const;
/** By then V8 has compiled the way through a pass. */
const compiledAfter = 40;

export const bench: Bench = async (flags, say) => {
  const count = numberFlag(flags, 'passes', 400);
  const threads = numberFlag(flags, 'threads', 5);
  const first: number[] = [];
  const steady = chains.map(() => ({ times: [] as number[], processor: [] as number[] }));
  let contracts = 0;
  let flips = 0;
  for (let thread = 1; thread <= threads; thread++) {
    for (const [index, { name, expiration, share }] of chains.entries()) {
      say(`thread ${thread} of ${threads}: ${name}`);
      const taken = await passes({ count: Math.round(count * share) + compiledAfter, expiration });
      if (index === 0) first.push(taken.times[0]!);
      steady[index]!.times.push(...taken.times.slice(compiledAfter));
      steady[index]!.processor.push(...taken.processor.slice(compiledAfter));
      contracts = taken.contracts;
      flips += taken.flips;
    }
  }
  const rows = chains.map(({ name }, index) => ({
    name,
    passMs: spreadOf(steady[index]!.times),
    processorMs: spreadOf(steady[index]!.processor),
  }));
  const figures = {
    firstPassMs: spreadOf(first),
    chains: rows,
    contracts,
    flips,
    barMs: bar,
    isWithinBar: rows.every(({ passMs }) => passMs.p99 < bar),
  };
  const cells = ({ p50, p99, max }: ReturnType<typeof spreadOf>) => [ms(p50), ms(p99), ms(max)];
  const table = {
    title: `levels of ${contracts} contracts, ${flips} flips found (bar: ${bar} ms at p99)`,
    rows: [
      ['', 'p50', 'p99', 'max', 'of the processor, p50', 'p99'],
      ['first pass, nothing compiled', ...cells(figures.firstPassMs), '', ''],
      ...rows.map(({ name, passMs, processorMs }) => [
        name,
        ...cells(passMs),
        ...cells(processorMs).slice(0, 2),
      ]),
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

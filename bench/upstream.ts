/**
 * `npm run bench -- upstream [--rounds 500] [--json]`: calls that a day takes, with three restarts and two dashboards,
 * against a scheduler of fixed intervals; and how much checking a page of contracts costs on top of reading its JSON.
 */
import type { Profile } from '../src/simulator/profiles.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { measureParsing } from './upstream/parsing.ts';
import { type Saved, savedCalls } from './upstream/saved-calls.ts';

const plans: readonly Profile[] = ['basic', 'starter', 'advanced'];

export const bench: Bench = async (flags, say) => {
  const rounds = numberFlag(flags, 'rounds', 500);
  say('parsing …');
  const parsing = await measureParsing(rounds);
  const saved: Saved[] = [];
  for (const plan of plans) {
    say(`a day on the ${plan} plan …`);
    saved.push(await savedCalls(plan));
  }
  return {
    rounds,
    parsing,
    saved,
    tables: [
      {
        title: 'Calls from 09:20 to 16:50, three restarts, two dashboards',
        rows: [
          ['plan', 'calls', 'naive scheduler', 'ratio'],
          ...saved.map(({ profile, calls, naive, ratio }) => [
            ...[profile, String(calls), String(naive), ratio.toFixed(3)],
          ]),
        ],
      },
      {
        title: `A page of ${parsing.rows} contracts, ${(parsing.bytes / 1000).toFixed(0)} kB`,
        rows: [
          ['', 'median', 'ratio'],
          ['JSON.parse alone', `${parsing.jsonMs.toFixed(2)} ms`, '1.0'],
          ['read and checked', `${parsing.parseMs.toFixed(2)} ms`, parsing.ratio.toFixed(1)],
          ['rows a second', String(parsing.rowsPerSecond), ''],
        ],
      },
    ],
  };
};

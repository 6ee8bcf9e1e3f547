/**
 * `npm run bench -- replay [--rows 1000000] [--play-seconds 20] [--seconds 60] [--clients 5] [--json]`: reading the past.
 * `--rows 10000000` fills 3 GB of temporary files and takes more than ten minutes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchReplayReads } from './replay/reads.ts';
import { recordDay } from './replay/recorded-day.ts';
import { benchScrubbing } from './replay/scrubbing.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { count, ms } from './support/spread.ts';

export const bench: Bench = async (flags, say) => {
  const rows = numberFlag(flags, 'rows', 1_000_000);
  const seconds = numberFlag(flags, 'seconds', 60);
  const clients = numberFlag(flags, 'clients', 5);
  const home = mkdtempSync(path.join(tmpdir(), 'spyglass-bench-'));
  const databasePath = path.join(home, 'data', 'spyglass', 'demo.sqlite');
  mkdirSync(path.dirname(databasePath), { recursive: true, mode: 0o700 });
  try {
    say(`filling a database with ${count(rows)} option rows …`);
    const day = await recordDay(databasePath, rows);
    say(`reading a session of ${day.polls.length} polls of ${day.contracts} contracts …`);
    const reads = await benchReplayReads(databasePath, day, numberFlag(flags, 'play-seconds', 20));
    say(`slots of a second with ${clients} scrubbing clients, and without …`);
    const slots = await benchScrubbing(home, databasePath, day, { seconds, clients });
    const spread = (name: string, { p50, p99, max }: { p50: number; p99: number; max: number }) => [
      name,
      ...[p50, p99, max].map(ms),
    ];
    return {
      ...{ rows, reads, slots },
      tables: [
        {
          title: `Reading the past, ${count(rows)} option rows before it`,
          rows: [
            ['', 'p50', 'p99', 'longest'],
            spread('seek anywhere in a session, to its picture', reads.seek),
            spread('step to the next poll, to its picture', reads.step),
            spread('find where a condition begins to hold', reads.find),
          ],
        },
        {
          title: 'Playing a session',
          rows: [
            ['', ''],
            ['as fast as it goes, a poll', ms(reads.pollMs)],
            ['at ×60, of a core', `${(reads.playedCore * 100).toFixed(1)} %`],
          ],
        },
        {
          title: `Slots of a second; the write-ahead log is ${(slots.maxLogBytes / 1e6).toFixed(1)} MB at most`,
          rows: [
            ['late by', 'p50', 'p99', 'longest'],
            spread('alone', slots.alone),
            spread(`${clients} clients scrubbing, ${count(slots.seeks)} seeks`, slots.scrubbed),
          ],
        },
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

import test, { type ExecutionContext } from 'ava';
import { openArchive } from '../../../src/archive/read/archive-recording.ts';
import { withArchive } from '../../../src/archive/read/with-archive.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { RecordingReader } from '../../../src/recordings/recording.ts';
import { long } from '../../support/long.ts';
import { readsAt } from './every-read.ts';
import { dates, recordRandomDays } from './random-days.ts';
import { type Removal, retained } from './retained.ts';

/** Holds every read of a recording whose rows were removed, and of its archive alone, against the same read before. */
async function holdReads(t: ExecutionContext, seed: number, removal: Removal, rounds: number) {
  const random = seededRandom(seed);
  const { before, after, archive } = await retained(t, (db) => recordRandomDays(db, random), removal);
  const readers: [name: string, recording: RecordingReader][] = [
    ['database and archive', withArchive({ database: after, directory: archive, mode: 'live' })],
    ['archive alone', await openArchive({ directory: archive })],
  ];
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of readsAt(random)) {
      const expected = await run(before);
      for (const [which, recording] of readers)
        t.deepEqual(await run(recording), expected, `${which}: ${name}`);
    }
  }
}

/** Those of every run, and those that take their turn. */
const removals: Record<string, Removal & { isLong?: boolean }> = {
  'the first days': { dates: dates.slice(0, 3), isByRetention: true },
  'all of it': { dates, isByRetention: true, isLong: true },
  'two days, and of the second only half': { dates: dates.slice(0, 2), isUnderWay: true },
  // As where another machine's last day was taken in.
  'the first day and the last': { dates: [dates[0], dates[3]], isLong: true },
};

for (const [index, [what, removal]] of Object.entries(removals).entries()) {
  (removal.isLong ? long : test)(
    `whatever is read is what it was before retention took ${what}`,
    async (t) => {
      t.timeout(120_000);
      await holdReads(t, index, removal, 12);
    },
  );
}

long('the same for many recordings', async (t) => {
  t.timeout(600_000);
  for (let seed = 100; seed < 110; seed++) {
    await holdReads(t, seed, Object.values(removals)[seed % Object.keys(removals).length]!, 40);
  }
});

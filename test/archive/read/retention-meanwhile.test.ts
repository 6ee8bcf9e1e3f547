import path from 'node:path';
import test from 'ava';
import { withArchive } from '../../../src/archive/read/with-archive.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { RecordingReader } from '../../../src/recordings/recording.ts';
import { newDatabase } from '../../db/fixtures.ts';
import { long } from '../../support/long.ts';
import { dates, polledAt, recordRandomDays } from './random-days.ts';
import { archiveAll, retain } from './retained.ts';

const [start, end] = [polledAt[0]! - 1, polledAt.at(-1)!];
const stretch = { from: start, asOf: end, limit: 1000 };

/** Reads that begin before retention takes everything, and end after it. */
const reads: Record<string, (recording: RecordingReader) => Promise<unknown>> = {
  'chains.at': ({ chains }) => chains.at('SPY', dates[1], end),
  'chains.pollsBetween': ({ chains }) => chains.pollsBetween({ ...stretch, underlying: 'SPY' }),
  'quotes.receivedBetween': ({ quotes }) => quotes.receivedBetween({ ...stretch, symbols: ['SPY'] }),
  'alerts.between': ({ alerts }) => alerts.between(stretch, 1000),
  'sessions.polls': ({ sessions }) => sessions.polls({ underlying: 'SPY', date: dates[0] }),
};

/** A store whose every method first lets something happen. */
function delayed<T extends object>(store: T, before: () => Promise<void>): T {
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      await before();
      return await (method as (...of: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(methods) as T;
}

for (const [index, [name, read]] of Object.entries(reads).entries()) {
  // Those of every run are of a chain and of a stretch.
  (index < 2 ? test : long)(
    `${name}: what retention takes while it is read is read from the archive`,
    async (t) => {
      const { db, path: file } = await newDatabase(t);
      await recordRandomDays(db, seededRandom(11));
      const directory = path.join(path.dirname(file), 'archive');
      await archiveAll(db, directory);
      const expected = await read(db);
      t.true((await db.chains.expirations('SPY', lastInstant)).length > 0);
      const reader = await openForReading({ path: file });
      t.teardown(reader.close);
      let hasGone = false;
      const takeAll = async () => {
        if (hasGone) return;
        hasGone = true;
        await retain(db, dates.at(-1)!);
      };
      const { chains, quotes, alerts, sessions } = reader;
      const database = {
        ...reader,
        ...{ chains: delayed(chains, takeAll), quotes: delayed(quotes, takeAll) },
        ...{ alerts: delayed(alerts, takeAll), sessions: delayed(sessions, takeAll) },
      };
      t.deepEqual(await read(withArchive({ database, directory, mode: 'live' })), expected);
      t.true(hasGone);
      t.is(await db.chains.at('SPY', dates[1], end), null);
    },
  );
}

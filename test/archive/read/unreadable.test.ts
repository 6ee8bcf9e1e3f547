import { renameSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sessionFile, type SessionFileName, sessionPath } from '../../../src/archive/archive-paths.ts';
import { openArchive } from '../../../src/archive/read/archive-recording.ts';
import { withArchive } from '../../../src/archive/read/with-archive.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { dates, recordRandomDays } from './random-days.ts';
import { retained } from './retained.ts';

const [first, second, , last] = dates;
const closeOf = (date: string) => newYorkInstant(date, '19:59');

/** Days of which all but the last are in the archive only. */
async function archivedDays(t: ExecutionContext) {
  const { after, archive, db } = await retained(t, (db) => recordRandomDays(db, seededRandom(7)), {
    dates: dates.slice(0, 3),
    isByRetention: true,
  });
  return {
    ...{ archive, db },
    both: withArchive({ database: after, directory: archive, mode: 'live' }),
    alone: await openArchive({ directory: archive }),
    fileOf: (name: SessionFileName, date: string) =>
      path.join(archive, sessionPath({ underlying: 'SPY', date }), sessionFile(name)),
  };
}

test('a day that cannot be read fails what needs it, and no other day', async (t) => {
  const days = await archivedDays(t);
  truncateSync(days.fileOf('polls', second), 100);
  for (const { chains, quotes } of [days.both, days.alone]) {
    const isDamaged = { code: 'archive_damaged', message: /date=2026-11-23.polls\.parquet/ };
    for (const read of [
      () => chains.at('SPY', second, closeOf(second)),
      () => chains.listedAt('SPY', second, closeOf(second)),
      () => chains.lastPollAt('SPY', '2026-12-18', closeOf(second)),
      () => chains.latest('SPY', closeOf(second)),
      () => chains.polledAt('SPY', second, 0, closeOf(last)),
      () => chains.pollsBetween({ underlying: 'SPY', from: 0, asOf: closeOf(last), limit: 1e6 }),
      () => quotes.latest('SPY', closeOf(second)),
      () => quotes.ofDay('SPY', closeOf(first), closeOf(second), closeOf(second)),
      () => quotes.receivedBetween({ symbols: ['SPY'], from: 0, asOf: closeOf(second), limit: 1e6 }),
    ]) {
      await t.throwsAsync(read, isDamaged, String(read));
    }
    for (const date of [first, dates[2], last]) {
      t.is((await chains.at('SPY', date, closeOf(date)))?.expiration, date);
      t.is(await chains.lastPollAt('SPY', '2026-12-31', closeOf(date)), null);
      t.truthy(await quotes.latest('SPY', closeOf(date)));
    }
    const found = await chains.polledDays('SPY', closeOf(last));
    t.deepEqual(
      found.map(({ date }) => date),
      [...dates],
      'it is no day of which nothing was recorded',
    );
  }
});

test('a day whose files are missing, known to be spoilt, or of the other market says so', async (t) => {
  const { both, alone, archive, db, fileOf } = await archivedDays(t);
  rmSync(fileOf('alerts', last));
  const newest = await openArchive({ directory: archive });
  t.is(newest.mode, 'live', 'by the session before it');
  t.regex(newest.problems.join(), /2026-11-25.alerts\.parquet is missing/);
  await t.throwsAsync(newest.quotes.latest('SPY', closeOf(last)), { code: 'archive_damaged' });
  rmSync(fileOf('alerts', first));
  for (const { chains } of [both, alone]) {
    await t.throwsAsync(chains.at('SPY', first, closeOf(first)), {
      code: 'archive_damaged',
      message: /alerts\.parquet is missing/,
    });
  }
  await db.archivedSessions.markDamaged({ underlying: 'SPY', date: second }, 'two values have changed');
  await t.throwsAsync(both.chains.at('SPY', second, closeOf(second)), {
    code: 'archive_damaged',
    message: /SPY on 2026-11-23.*two values have changed/,
  });
  renameSync(archive, `${archive}-elsewhere`);
  await t.throwsAsync(both.chains.at('SPY', dates[2], closeOf(dates[2])), { code: 'archive_unavailable' });
  await t.throwsAsync(openArchive({ directory: archive }), { code: 'archive_unavailable' });
  t.is((await both.chains.at('SPY', last, closeOf(last)))?.expiration, last, 'the database needs no archive');
  renameSync(`${archive}-elsewhere`, archive);
  t.truthy(await both.chains.at('SPY', dates[2], closeOf(dates[2])), 'what failed is tried again');

  const { chains } = await openArchive({ directory: archive, mode: 'demo' });
  await t.throwsAsync(chains.at('SPY', dates[2], closeOf(dates[2])), {
    code: 'archive_damaged',
    message: /live/,
  });
});

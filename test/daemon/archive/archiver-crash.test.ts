/** A process that archives is killed at every change of the disk, and before it has noted what it did. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { killedAt } from '../../archive/support/failing-files.ts';
import { long } from '../../support/long.ts';
import { aQuote } from '../../db/fixtures.ts';
import { dates, openTestArchiver, type OpenArchiver, run } from './archiver-support.ts';

const [date] = dates;
const key = { underlying: 'SPY', date };

/** One more quote of the session than there was. */
async function change({ db }: OpenArchiver): Promise<void> {
  const at = newYorkInstant(date, '13:00');
  await db.quotes.record(
    aQuote({ price: 672, timestamp: at, receivedAt: at, slotAt: at, source: 'simulator' }),
  );
}

/** The next start archives what the database has, and leaves nothing else behind. */
async function isMadeUpFor(t: ExecutionContext, open: OpenArchiver, at: string): Promise<void> {
  const next = open.again();
  await next.work();
  t.is(next.problem(), null, at);
  const session = await open.db.archivedSessions.of(key);
  t.deepEqual(session!.counts, await open.db.sessions.counts(key), at);
  t.like((await next.archiver.verifyNow(key, run()))[0], { isOk: true }, at);
  t.deepEqual(await readdir(path.join(open.directory, 'underlying=SPY')), [`date=${date}`], at);
}

/** Kills it at this change of the disk and at each so many after it, until it comes to its end. Returns at how many. */
async function killAtEach(
  t: ExecutionContext,
  isReplaced: boolean,
  from: number,
  every: number,
): Promise<number> {
  let kills = 0;
  for (let step = from; ; step += every) {
    const open = await openTestArchiver(t, { recorded: [date] });
    if (isReplaced) {
      await open.work();
      await change(open);
    }
    const killed = open.again(killedAt(step).files);
    const isOver = await killed.work().then(
      () => true,
      () => false,
    );
    await isMadeUpFor(t, open, `step ${step}`);
    if (isOver) return kills;
    kills += 1;
  }
}

test('killed while it writes, puts in place or replaces, the next start has the session whole', async (t) => {
  t.true((await killAtEach(t, false, 3, 9)) >= 2);
  t.true((await killAtEach(t, true, 16, 5)) >= 1, 'the last changes are the renames');
});

long('killed at any change of the disk, the next start has the session whole', async (t) => {
  t.true((await killAtEach(t, false, 1, 1)) > 20);
  t.true((await killAtEach(t, true, 1, 1)) > 20);
});

test('killed between the last rename and its note, the next start notes what it finds to be the recording’s', async (t) => {
  for (const isReplaced of [false, true]) {
    const open = await openTestArchiver(t, { recorded: [date] });
    if (isReplaced) {
      await open.work();
      await change(open);
    }
    const { record } = open.db.archivedSessions;
    open.db.archivedSessions.record = () => Promise.reject(new Error('killed'));
    await t.throwsAsync(open.again().work(), { message: 'killed' });
    open.db.archivedSessions.record = record;
    await isMadeUpFor(t, open, String(isReplaced));
  }
});

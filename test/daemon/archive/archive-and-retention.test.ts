/** What retention takes and what the archive writes keep out of each other's way. */
import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createArchiveWorker } from '../../../src/daemon/archive/archive-worker.ts';
import { createArchiver } from '../../../src/daemon/archive/archiver.ts';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../../src/daemon/health.ts';
import { createPruner } from '../../../src/daemon/recording/pruner.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { aChain, anAlert, aQuote, newDatabase } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const dates = ['2026-10-19', '2026-10-20', '2026-10-21'];
const run = { signal: new AbortController().signal, onProgress: () => {} };

/** Sessions of a month ago with an archiver and a pruner, as a daemon has them. */
async function oldSessions(t: ExecutionContext) {
  const clock = manualClock(newYorkInstant('2026-11-23', '17:00'));
  const { db } = await newDatabase(t, clock);
  for (const [index, date] of dates.entries()) {
    const timestamp = newYorkInstant(date, '10:00');
    await db.chains.record(aChain({ expiration: date, timestamp }));
    await db.quotes.record(aQuote({ price: 600 + index, timestamp, receivedAt: timestamp }));
    await db.alerts.record(anAlert({ at: timestamp }));
  }
  const { settings } = loadSettings({ env: { SPYGLASS_KEEP_QUOTES_DAYS: '30' } });
  const bus = createEventBus();
  const directory = path.join(await tempDir(t), 'archive');
  const archiver = createArchiver({
    ...{ db, clock, settings, bus, directory, worker: createArchiveWorker(db.sessions, clock) },
    facts: () => ({ mode: 'live', source: 'polygon', plan: null, modelVersion: 4, appVersion: '0.0.0' }),
    health: createHealthTracker(clock, bus),
    log: { info: () => {}, warn: () => {} },
  });
  const pruner = createPruner(db, clock, settings, bus, { exclusively: archiver.exclusively });
  const polls = (date: string) =>
    readFile(path.join(directory, 'underlying=SPY', `date=${date}`, 'polls.parquet'));
  const onDesk = createPruner(db, clock, settings, bus, {
    exclusively: archiver.exclusively,
    look: archiver.look,
  });
  return { db, archiver, pruner, polls, onDesk, directory };
}

test('a recorder of a shared store that does not see the archive removes nothing that it is to hold', async (t) => {
  const { db, archiver, onDesk, directory } = await oldSessions(t);
  await archiver.look();
  await archiver.step(run);
  // As on a machine that takes over and has no such disk.
  await rename(directory, `${directory}-elsewhere`);
  await t.throwsAsync(onDesk.prune(run.signal), { code: 'archive_unavailable' });
  t.truthy(await db.chains.at('SPY', dates[0]!, newYorkInstant(dates[0]!, '10:00')));
  await rename(`${directory}-elsewhere`, directory);
  t.true((await onDesk.prune(run.signal)).rows > 0);
});

test('each session goes once it is archived, and stays readable there', async (t) => {
  const { db, archiver, pruner } = await oldSessions(t);
  const before = await db.chains.at('SPY', dates[0]!, newYorkInstant(dates[0]!, '10:00'));
  t.is((await pruner.prune(run.signal)).rows, 0);
  await archiver.look();
  for (const [index, date] of dates.entries()) {
    t.regex(await archiver.step(run), new RegExp(`SPY ${date} archived`));
    const { rows, waiting } = await pruner.prune(run.signal);
    t.is(rows, 1 + 4 + 1 + 1, 'a poll, its contracts, a quote and an alert');
    t.deepEqual(
      waiting.map(({ date: from, rows: kind }) => `${kind} ${from}`),
      index === 2 ? [] : [`chains ${dates[index + 1]}`, `quotes ${dates[index + 1]}`],
    );
  }
  t.truthy(before);
  t.is(await db.chains.at('SPY', dates[0]!, newYorkInstant(dates[0]!, '10:00')), null);
  await archiver.look();
  t.is(archiver.left(), 0, 'what has left the database is not archived anew');
  for (const date of dates) t.like((await archiver.verifyNow({ date }, run))[0], { isOk: true });
});

test('a prune waits while a session is archived', async (t) => {
  const { archiver, pruner } = await oldSessions(t);
  await archiver.look();
  const order: string[] = [];
  const archived = archiver.step(run).then(() => order.push('archived'));
  const pruned = pruner
    .prune(run.signal, { notArchived: true })
    .then(({ rows }) => order.push(`${rows} rows went`));
  await Promise.all([archived, pruned]);
  t.deepEqual(order, ['archived', '21 rows went']);
});

test('a session that left the database after it was planned anew is not written from what is left', async (t) => {
  const { db, archiver, pruner, polls } = await oldSessions(t);
  await archiver.look();
  for (const _ of dates) await archiver.step(run);
  const [date] = dates as [string];
  await db.chains.record(aChain({ expiration: date, timestamp: newYorkInstant(date, '10:01') }));
  await archiver.look();
  t.is(archiver.left(), 1);
  const before = await polls(date);
  await pruner.prune(run.signal, { notArchived: true });
  await t.throwsAsync(archiver.step(run), { message: /has left the database/ });
  t.deepEqual(await polls(date), before);
  t.is(archiver.left(), 0);
  t.like((await archiver.verifyNow({ date }, run))[0], { isOk: true });
});

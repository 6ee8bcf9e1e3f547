/** A session takes as long to archive as it takes: nothing else waits for it. */
import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { ArchiveWorker } from '../../../src/daemon/archive/archive-worker.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { putEmptyDatabase } from '../../support/empty-database.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/until.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { recordSession } from './archiver-support.ts';

/** A worker whose writes end only when they are called off. */
function endless() {
  const calls = { begun: 0, calledOff: 0 };
  const worker: ArchiveWorker = {
    count: async (keys) =>
      keys.map(() => ({ polls: 1, contracts: 4, quotes: 1, levels: 0, gaps: 0, alerts: 1 })),
    write: (_request, { signal }) =>
      new Promise((_, reject) => {
        calls.begun += 1;
        signal.addEventListener('abort', () => {
          calls.calledOff += 1;
          reject(signal.reason);
        });
      }),
    verify: () => Promise.reject(new Error('nothing is archived')),
    list: async () => ({ sessions: [], problems: [] }),
    remove: async () => {},
    import: () => Promise.reject(new Error('nothing is imported')),
    close: async () => {},
  };
  return { calls, worker };
}

const settings = { quoteSeconds: 15, chainSeconds: 60 };

/** A daemon that found a session of the day before, and is writing it. */
async function writingDaemon(t: ExecutionContext) {
  const dir = await tempDir(t);
  const file = `${dir}/spyglass.sqlite`;
  await putEmptyDatabase(file);
  const at = newYorkInstant('2026-11-24', '10:00');
  const db = await openDatabase({ path: file, clock: manualClock(at) });
  await recordSession(db, '2026-11-23');
  await db.close();
  const { calls, worker } = endless();
  const running = await startPolledDaemon(t, {
    ...{ at, dir, openArchiveWorker: async () => worker },
    settings,
  });
  await running.clock.advance(20_000);
  await until(() => calls.begun === 1);
  return { ...running, calls };
}

test('while a session is written, every slot is polled at its instant, and clients are told', async (t) => {
  const { clock, link, database, close } = await writingDaemon(t);
  await clock.advance(4 * 60_000);
  const late = database
    .prepare<[], { quotes: number; late: number }>(
      `select count(*) as quotes, max(received_at - slot_at) as late from spy_quotes where slot_at is not null and received_at > ${newYorkInstant('2026-11-24', '09:59')}`,
    )
    .get()!;
  t.true(late.quotes >= 8, `${late.quotes} quotes`);
  t.true(late.late < 1000, `${late.late} ms late`);
  const { jobs, coverage } = await link.request('status', {});
  t.true(coverage.every(({ open }) => open === null));
  t.true(jobs.find(({ name }) => name === 'archive')!.isRunning);
  t.like(await link.request('archive.list', {}), {
    running: { work: 'archive', symbol: 'SPY', date: '2026-11-23' },
    waiting: 1,
  });
  await close();
});

test('switched off while it runs, archiving ends, and goes on once it is switched on again', async (t) => {
  const { calls, daemon, clock, link, close } = await writingDaemon(t);
  const all = { ...loadSettings({ env: {} }).settings, ...settings };
  t.deepEqual(daemon.reload({ ...all, archiveEnabled: false }).applied, ['archive.enabled']);
  await until(() => calls.calledOff === 1);
  await clock.advance(10 * 60_000);
  t.is(calls.begun, 1);
  t.like(await link.request('archive.list', {}), {
    isEnabled: false,
    waiting: 0,
    problem: null,
    running: null,
  });
  const { jobs } = await link.request('status', {});
  t.like(
    jobs.find(({ name }) => name === 'archive'),
    { nextAt: null, reason: 'archive.enabled is off' },
  );
  daemon.reload(all);
  await clock.advance(60_000);
  await until(() => calls.begun === 2);
  t.like(await link.request('archive.list', {}), { isEnabled: true, waiting: 1 });
  await close();
});

test('the end of the daemon calls it off at once', async (t) => {
  const { calls, daemon, clock } = await writingDaemon(t);
  const closed = daemon.close();
  await until(() => calls.calledOff === 1);
  t.is(calls.begun, 1);
  await clock.advance(5000);
  await closed;
});

test('a hand-over calls it off and does not wait for it', async (t) => {
  const { calls, daemon, clock } = await writingDaemon(t);
  let isOver = false;
  const note = daemon.handOver().finally(() => {
    isOver = true;
  });
  // The daemon closes by its own clock: some seconds, and not the half minute that runs are given.
  for (let seconds = 0; seconds < 10 && !isOver; seconds += 1) await clock.advance(1000);
  t.true(isOver);
  t.is(calls.calledOff, 1);
  t.false(
    (await note).jobs.some(({ name }) => name === 'archive'),
    'it is the next daemon’s',
  );
});

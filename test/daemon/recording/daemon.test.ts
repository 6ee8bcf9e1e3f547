import test from 'ava';
import Database from 'better-sqlite3';
import { virtualClock } from '../../../src/base/clock.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { eventOf, linkTo, midSession, startSimulator, startTestDaemon } from '../support.ts';

const hourMs = 3_600_000;
const isGap = (event: DaemonEvent): event is Extract<DaemonEvent, { name: 'gap' }> => event.name === 'gap';

test('a first start in mid-session counts the morning as missing, in the status, the snapshot and the ledger', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession });
  const { link } = running;
  await link.request('refresh', { job: 'all' });
  const { coverage } = await link.request('status', {});
  t.deepEqual(
    coverage.map(({ job, date, gaps, open }) => ({ job, date, gaps, open })),
    [
      { job: 'quote', date: '2026-11-23', gaps: 1, open: null },
      { job: 'chain', date: '2026-11-23', gaps: 1, open: null },
    ],
  );
  for (const { missingMs, ratio } of coverage) {
    t.true(missingMs >= hourMs && missingMs < hourMs + 60_000, `${missingMs} ms`);
    t.true(ratio !== null && ratio < 0.05);
  }
  t.is((await link.request('subscribe', {})).coverage.length, 2);
  await running.daemon.close();
  const database = new Database(`${running.dir}/spyglass.sqlite`, { readonly: true });
  t.teardown(() => database.close());
  const rows = database.prepare('select job, reason, ended_at - started_at as ms from poll_gaps').all();
  t.is(rows.length, 2);
  t.true(rows.every((row) => (row as { reason: string }).reason === 'daemon was not running'));
});

test('an outage is told as it begins and ends', async (t) => {
  const clock = virtualClock(midSession, 60);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const settings = { retries: 0 };
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock, settings });
  const link = await linkTo(t, running);
  await link.request('refresh', { job: 'all' });
  const quoteGap = (event: DaemonEvent) =>
    isGap(event) ? (event.payload.find(({ job }) => job === 'quote')?.open ?? null) : undefined;
  simulator.setFault('server-error');
  await eventOf(link, (event): event is DaemonEvent =>
    Boolean(quoteGap(event)?.reason.startsWith('upstream error')),
  );
  simulator.setFault(null);
  const ended = await eventOf(
    link,
    (event): event is Extract<DaemonEvent, { name: 'gap' }> => quoteGap(event) === null,
  );
  // The morning, and this one; a busy machine may have missed slots of its own.
  t.true(ended.payload[0]!.gaps >= 2);
});

test('while another process locks the database values go on, health says why, and nothing is lost', async (t) => {
  const clock = manualClock(midSession);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock });
  const link = await linkTo(t, running);
  const refresh = () => link.request('refresh', { job: 'all', force: true });
  await refresh();
  const before = (await link.request('chain.get', {}))!;
  const other = new Database(`${running.dir}/spyglass.sqlite`);
  t.teardown(() => other.close());
  const polls = other.prepare('select count(*) from chain_polls').pluck();
  const stored = Number(polls.get());

  other.exec('begin immediate');
  clock.set(clock.now() + 1000);
  const outcomes = await refresh();
  t.true(outcomes[0]!.isOk && outcomes[1]!.isOk, JSON.stringify(outcomes));
  const during = (await link.request('chain.get', {}))!;
  t.true(during.timestamp > before.timestamp, 'the picture moves on');
  const { problems } = (await link.request('status', {})).health;
  t.true(problems.some(({ subject, code }) => subject === 'database' && code === 'database_busy'));
  other.exec('rollback');
  t.is(polls.get(), stored);

  clock.set(clock.now() + 1000);
  await refresh();
  t.is(polls.get(), stored + 2);
  const { health, coverage } = await link.request('status', {});
  t.deepEqual(
    health.problems.filter(({ subject }) => subject === 'database'),
    [],
  );
  t.true(coverage.every(({ gaps }) => gaps === 1));
  t.deepEqual((await link.request('chain.get', { at: during.timestamp }))?.timestamp, during.timestamp);
  // No call is under way then.
  const closed = running.daemon.close();
  await clock.advance(5000);
  await closed;
  const logged = other.prepare<[], number>('select count(*) from api_requests_log').pluck();
  t.is(logged.get(), simulator.requests(), 'each call is in the log, those of that time too');
});

test('after a restart the time in between is a gap, and what was recorded before is still there', async (t) => {
  const first = await startPolledDaemon(t, { at: midSession });
  await first.link.request('refresh', { job: 'all' });
  await first.close();

  const { link } = await startPolledDaemon(t, { at: midSession + 2 * hourMs, dir: first.dir });
  await link.request('refresh', { job: 'all' });
  const { coverage } = await link.request('status', {});
  for (const { gaps, missingMs, open } of coverage) {
    t.is(gaps, 2);
    t.is(open, null);
    // An hour before the first start, and two less an interval until the second.
    t.true(missingMs > 2.95 * hourMs && missingMs < 3.05 * hourMs, `${missingMs / hourMs} h`);
  }
});

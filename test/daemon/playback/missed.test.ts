import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { closeDaemon } from '../close-daemon.ts';
import { listenTo, readerOf, throughOutages } from './life.ts';

const date = '2026-11-23';
const on = (time: string) => newYorkInstant(date, time);

test.serial('alerts, gaps and what was recorded are found between two instants', async (t) => {
  t.timeout(120_000);
  const outage = { isDown: false };
  const dir = await tempDir(t);
  const settings = { alertRules: ['stale > 2m', 'stale > 3m'] };
  const setup = {
    dir,
    settings,
    simulator: { profile: 'advanced' as const },
    httpGet: throughOutages(outage),
  };
  const [from, closed, restart, to] = [on('09:25'), on('09:50'), on('10:20'), on('10:30')];
  const first = await startPolledDaemon(t, { ...setup, at: from });
  const before = await listenTo(first);
  await before.until(on('09:40'));
  outage.isDown = true;
  await before.until(on('09:44'));
  outage.isDown = false;
  await before.until(closed);
  before.close();
  await closeDaemon(first);
  const second = await startPolledDaemon(t, { ...setup, at: restart });
  const after = await listenTo(second, { heard: [...before.heard] });
  await after.until(to);
  const answered = await second.link.request('missed.get', { since: on('09:35') });
  after.close();

  const reader = await readerOf(t, dir, settings);
  const missed = await reader.missed({ since: on('09:35'), until: to });
  t.deepEqual(answered, missed, 'the daemon says what a reader beside it says');

  const alerts = after.heard
    .filter(({ name }) => name === 'alert')
    .map(({ payload }) => payload as { at: number });
  const since = alerts.filter(({ at }) => at > on('09:35'));
  t.true(alerts.length > 0);
  t.is(missed.alertCount, since.length);
  t.deepEqual(missed.alerts as unknown[], since.toReversed());

  t.like(missed, { since: on('09:35'), until: to, sessions: 1, sessionMs: 55 * 60_000 });
  t.is(missed.missing.gaps, 2);
  t.deepEqual(missed.missing.reasons, ['daemon was not running', 'upstream error: network']);
  // The outage of four minutes begins and ends with a slot, and so do the thirty without a daemon.
  t.true(Math.abs(missed.missing.ms - 34 * 60_000) < 2 * 60_000, `${missed.missing.ms} ms missing`);
  t.true(Math.abs(missed.ratio! - 21 / 55) < 0.04, `${missed.ratio}`);
  t.deepEqual(
    missed.jobs.map(({ symbol, job, dueMs }) => ({ symbol, job, dueMs })),
    ['quote', 'chain'].map((job) => ({ symbol: 'SPY', job, dueMs: 55 * 60_000 })),
  );
  t.is(missed.gapCount, missed.gaps.length);
  t.deepEqual([...new Set(missed.gaps.map(({ job }) => job))].sort(), ['chain', 'quote']);
  t.deepEqual(
    missed.gaps.map((gap) => gap.from),
    missed.gaps.map((gap) => gap.from).sort((one, other) => other - one),
  );

  const cut = await reader.missed({ since: on('10:00'), until: on('10:10') });
  t.like(cut, { ratio: 0, sessionMs: 600_000, missing: { gaps: 1, ms: 600_000 } });
  t.true(cut.gaps.every((gap) => gap.from === on('10:00')));

  const night = await reader.missed({ since: on('18:00') - 86_400_000, until: on('08:00') });
  t.like(night, { sessions: 0, sessionMs: 0, ratio: null, alertCount: 0, gapCount: 0 });
  await t.throwsAsync(reader.missed({ since: to, until: from }), { code: 'usage' });
});

test.serial(
  'an outage of several symbols is one gap for people, and one of each job in the list',
  async (t) => {
    t.timeout(120_000);
    const outage = { isDown: false };
    const settings = { recordSymbols: ['SPY', 'QQQ'] };
    const simulator = { profile: 'advanced' as const };
    const daemon = await startPolledDaemon(t, {
      ...{ at: on('10:00'), settings, simulator, httpGet: throughOutages(outage) },
    });
    const listener = await listenTo(daemon);
    await listener.until(on('10:05'));
    outage.isDown = true;
    await listener.until(on('10:09'));
    outage.isDown = false;
    await listener.until(on('10:15'));
    listener.close();
    const missed = await daemon.link.request('missed.get', { since: on('10:03') });
    const jobs = ['quote', 'chain', 'quote QQQ', 'chain QQQ'];
    t.deepEqual(
      missed.jobs.map(({ symbol, job, dueMs }) => ({ symbol, job, dueMs })),
      jobs.map((job) => ({ symbol: job.includes('QQQ') ? 'QQQ' : 'SPY', job, dueMs: 12 * 60_000 })),
    );
    t.is(missed.missing.gaps, 1);
    t.deepEqual([...new Set(missed.gaps.map(({ job }) => job))].sort(), jobs.toSorted());
    t.true(missed.jobs.every(({ missingMs }) => Math.abs(missingMs - 4 * 60_000) < 90_000));
    t.true(missed.ratio! > 0.5 && missed.ratio! < 0.8, `${missed.ratio}`);
  },
);

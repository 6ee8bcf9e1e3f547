/** A daemon archives a simulated session by itself, and says so. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { reportOnce } from './report-once.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const date = '2026-11-23';
const settings = { quoteSeconds: 60, chainSeconds: 300, quoteExtendedSeconds: 3600 };

test('a session is archived after its trade date, and read back', async (t) => {
  const running = await startPolledDaemon(t, { at: newYorkInstant(date, '15:30'), settings });
  const { clock, link, dir } = running;
  await clock.advance(newYorkInstant(date, '20:05') + 1000 - clock.now());
  const report = await reportOnce(link, ({ sessions, running: work }) => sessions > 0 && work === null);
  t.like(report, { sessions: 1, waiting: 0, problem: null, oldest: date, newest: date, running: null });
  t.like(report.list[0], { symbol: 'SPY', date, problem: null, isWaiting: false, isChainsRemoved: false });
  t.true(report.rows > 1000, `${report.rows} rows`);
  const files = await readdir(path.join(dir, 'archive', 'underlying=SPY', `date=${date}`));
  t.deepEqual(
    files.sort(),
    ['alerts', 'chain', 'gaps', 'levels', 'polls', 'quotes'].map((name) => `${name}.parquet`),
  );
  const [verified] = await link.request('archive.verify', { date });
  t.like(verified, { symbol: 'SPY', isOk: true, code: null });
  const { health } = await link.request('status', {});
  t.deepEqual(
    health.problems.filter(({ subject }) => subject === 'archive'),
    [],
  );
  await running.close();
});

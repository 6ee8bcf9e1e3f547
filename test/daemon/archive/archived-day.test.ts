/** A daemon archives a simulated session by itself, and says so. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import Database from 'better-sqlite3';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { reportOnce } from './report-once.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const date = '2026-11-23';
const settings = {
  quoteSeconds: 60,
  chainSeconds: 300,
  quoteExtendedSeconds: 3600,
  keepChainsDays: 1,
  keepQuotesDays: 1,
};

test('a session is archived after its trade date, then leaves the database, and is read from the archive', async (t) => {
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
  const noon = { at: newYorkInstant(date, '15:47') };
  const before = await link.request('chain.get', noon);
  const levels = await link.request('levels.get', noon);
  t.true(before!.contracts.length > 100);
  // Minutes that the vendor has not given are made of the quotes.
  const minutes = { timeframe: '1min', from: newYorkInstant(date, '15:35'), to: noon.at } as const;
  const others = new Database(path.join(dir, 'spyglass.sqlite'));
  others.exec("delete from historical_prices where timeframe = '1min'");
  others.close();
  const bars = await link.request('bars.get', minutes);
  t.true(bars.length > 5, `${bars.length} bars`);
  // The retention of days passes.
  clock.set(newYorkInstant('2026-11-25', '21:00'));
  const pruned = await link.request('prune', { dryRun: false });
  const gone = (table: string) => pruned.tables.find((each) => each.table === table)?.rows ?? 0;
  t.true(gone('option_contracts') > 1000 && gone('spy_quotes') > 0, JSON.stringify(pruned.waiting));
  t.deepEqual(await link.request('chain.get', noon), before, 'as it was before its rows were removed');
  t.deepEqual(await link.request('levels.get', noon), levels);
  t.deepEqual(await link.request('bars.get', minutes), bars);
  const { list } = await link.request('archive.list', {});
  t.like(list[0], { isChainsRemoved: true, isQuotesRemoved: true, isWaiting: false });
  const { health } = await link.request('status', {});
  t.deepEqual(
    health.problems.filter(({ subject }) => subject === 'archive'),
    [],
  );
  await running.close();
});

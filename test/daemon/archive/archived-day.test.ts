/** A daemon archives a simulated session by itself, and says so. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ArchiveState } from '../../../src/protocol/archive.ts';
import { reportOnce } from './report-once.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';

const date = '2026-11-23';
const settings = {
  quoteSeconds: 60,
  chainSeconds: 300,
  quoteExtendedSeconds: 3600,
  keepChainsDays: 1,
  keepQuotesDays: 1,
  // What was missed before 15:30 is not what this is about.
  recordRefill: false,
};

test('a session is archived after its trade date, then leaves the database, is read from the archive, and given up', async (t) => {
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
  await isGivenUp(t, running, noon.at);
  await running.close();
});

/** A session whose files are lost is given up by its owner’s word while the daemon runs; a sound one is not. */
async function isGivenUp(t: ExecutionContext, { link, dir }: PolledDaemon, at: number): Promise<void> {
  const said: ArchiveState[] = [];
  link.onEvent(({ name, payload }) => {
    if (name === 'archive') said.push(payload as ArchiveState);
  });
  await link.request('subscribe', {});
  const forget = () => link.request('archive.forget', { symbol: 'SPY', date });
  const problems = async () =>
    (await link.request('status', {})).health.problems.filter(({ subject }) => subject === 'archive');
  const refused = await forget();
  t.false(refused.isOk);
  t.regex(refused.message, /there and sound/);
  t.truthy(await link.request('chain.get', { at }), 'it is still read');
  await rm(path.join(dir, 'archive', 'underlying=SPY', `date=${date}`), { recursive: true });
  t.like(await link.request('archive.verify', { date }), [{ isOk: false }]);
  t.is((await problems()).length, 1);
  t.like(await forget(), { isOk: true });
  t.deepEqual(await problems(), []);
  t.like(said.at(-1), { sessions: 0, problem: null });
  t.like(await link.request('archive.list', {}), { sessions: 0, waiting: 0, list: [] });
  t.is(await link.request('chain.get', { at }), null, 'nothing holds it any more');
  t.like(await forget(), { isOk: false, code: 'no_data' });
}

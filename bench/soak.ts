/**
 * `npm run bench -- soak [--days 20] [--json]`: trading days at full cadence on a virtual clock against the simulator.
 * What it looks for is what only shows after weeks: memory that grows, a promise nobody waits for, a slot left out, rows
 * past their retention.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { loadSettings } from '../src/config/load-settings.ts';
import { startDaemon } from '../src/daemon/daemon.ts';
import { createCalendar } from '../src/market/calendar.ts';
import { addDays, newYorkDate, newYorkInstant } from '../src/market/new-york-time.ts';
import { openLink } from '../src/protocol/link.ts';
import { manualClock } from '../test/support/manual-clock.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { count } from './support/spread.ts';

const firstDay = '2026-11-02';

interface Day {
  date: string;
  heapBytes: number;
  rssBytes: number;
  coverage: Record<string, number | null>;
  quotes: number;
  seconds: number;
}

export const bench: Bench = async (flags, say) => {
  const days = numberFlag(flags, 'days', 20);
  const keptDays = Math.max(1, Math.floor(days / 4));
  const dir = mkdtempSync(path.join(tmpdir(), 'sgs-'));
  const gc = garbageCollector();
  let unhandled = 0;
  process.on('unhandledRejection', () => {
    unhandled += 1;
  });

  const shared = new SharedArrayBuffer(8);
  const worldNow = new Float64Array(shared);
  const market = new Worker(new URL('./soak/market-thread.ts', import.meta.url), { workerData: shared });
  const baseUrl = await new Promise<string>((resolve) => market.once('message', resolve));
  let flying = 0;
  const settle = async () => {
    worldNow[0] = clock.now();
    do for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    while (flying > 0);
  };
  const clock = manualClock(newYorkInstant(firstDay, '03:00'), settle);
  worldNow[0] = clock.now();

  const socketPath = path.join(dir, 'run', 's.sock');
  const warnings: string[] = [];
  const warn = (fields: object, message: string) =>
    void warnings.push(`${new Date(clock.now()).toISOString()} ${message} ${JSON.stringify(fields)}`);
  const daemon = await startDaemon({
    mode: 'live',
    databasePath: path.join(dir, 'spyglass.sqlite'),
    socketPath,
    settings: {
      ...loadSettings({ env: {} }).settings,
      callsPerMinute: 1000,
      keepQuotesDays: keptDays,
      keepChainsDays: keptDays,
      keepApiLogDays: keptDays,
    },
    baseUrl,
    apiKey: 'soak',
    clock,
    isVirtualClock: true,
    appVersion: '0',
    pid: process.pid,
    platform: process.platform,
    epoch: 'soak',
    async fetch(...request) {
      flying += 1;
      try {
        const response = await fetch(...request);
        // Read here, so that the body is there before the clock moves on.
        return new Response(await response.arrayBuffer(), response);
      } finally {
        flying -= 1;
      }
    },
    random: () => 0.5,
    log: { debug: () => {}, info: () => {}, warn, error: warn },
  });
  const link = await openLink({ socketPath, clock, appVersion: '0', client: 'soak' });
  const status = async () => {
    const answer = link.request('status', {});
    return await answer;
  };

  const results: Day[] = [];
  const calendar = createCalendar();
  let expectedQuotes = 0;
  for (let date = firstDay; results.length < days; date = addDays(date, 1)) {
    const startedAt = performance.now();
    const session = calendar.sessionOn(date);
    await clock.advance(newYorkInstant(addDays(date, 1), '00:00') - clock.now());
    if (!session) continue;
    expectedQuotes += 1;
    const found = await status();
    gc();
    const { heapUsed, rss } = process.memoryUsage();
    const day = {
      date,
      heapBytes: heapUsed,
      rssBytes: rss,
      coverage: Object.fromEntries(found.coverage.map(({ job, ratio }) => [job, ratio])),
      quotes: found.database.tables.find(({ table }) => table === 'spy_quotes')?.rows ?? 0,
      seconds: (performance.now() - startedAt) / 1000,
    };
    results.push(day);
    say(
      `${date}: ${(heapUsed / 1e6).toFixed(1)} MB heap, coverage ${JSON.stringify(day.coverage)}, ${day.seconds.toFixed(0)} s`,
    );
  }

  const final = await status();
  const oldest = Object.fromEntries(
    final.database.tables
      .filter(({ table }) => ['spy_quotes', 'option_contracts', 'api_requests_log'].includes(table))
      .map((entry) => [entry.table, entry.oldest === null ? null : newYorkDate(entry.oldest)]),
  );
  link.close();
  const closing = daemon.close();
  await clock.advance(10_000);
  await closing;
  await market.terminate();
  rmSync(dir, { recursive: true, force: true });

  const [first] = results;
  const last = results.at(-1)!;
  const heapGrowth = last.heapBytes / first!.heapBytes - 1;
  const figures = {
    days: expectedQuotes,
    seconds: results.reduce((sum, day) => sum + day.seconds, 0),
    heapGrowth,
    rssGrowth: last.rssBytes / first!.rssBytes - 1,
    unhandledRejections: unhandled,
    isCovered: results.every((day) => Object.values(day.coverage).every((ratio) => ratio === 1)),
    oldest,
    keptDays,
    warnings: warnings.length,
    firstWarnings: warnings.slice(0, 5),
    results,
  };
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    ...figures,
    tables: [
      {
        title: `${days} trading days in ${figures.seconds.toFixed(0)} s, rows kept for ${keptDays} days`,
        rows: [
          ['', ''],
          ['heap after the last day, against the first', percent(heapGrowth)],
          ['resident memory', percent(figures.rssGrowth)],
          ['every job covered every session', String(figures.isCovered)],
          ['unhandled rejections', count(unhandled)],
          ['warnings and errors in the log', count(warnings.length)],
          ...Object.entries(oldest).map(([table, date]) => [`oldest row of ${table}`, date ?? '–']),
        ],
      },
    ],
  };
};

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

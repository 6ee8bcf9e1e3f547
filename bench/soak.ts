/**
 * `npm run bench -- soak [--days 20] [--json] [--out FILE]`: trading days at full pollInterval on a virtual clock against the
 * simulator. What it looks for is what only shows after weeks: memory that grows, a promise nobody waits for, a slot
 * left out, rows past their retention. It ends with 1 when it finds any.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSettings } from '../src/config/load-settings.ts';
import { startDaemon } from '../src/daemon/daemon.ts';
import { createCalendar } from '../src/market/calendar/calendar.ts';
import { addDays, newYorkInstant } from '../src/market/calendar/new-york-time.ts';
import { openLink } from '../src/protocol/connection/link.ts';
import { manualClock } from '../test/support/manual-clock.ts';
import { startMarket } from './soak/market.ts';
import { type Day, growth, problemsOf, type Soaked, tablesOf } from './soak/report.ts';
import { retainedRows } from './soak/retention.ts';
import { type Bench, numberFlag } from './support/bench.ts';

const firstDay = '2026-11-02';

export const bench: Bench = async (flags, say) => {
  const days = numberFlag(flags, 'days', 20);
  const keptDays = Math.max(1, Math.floor(days / 4));
  const dir = mkdtempSync(path.join(tmpdir(), 'sgs-'));
  const databasePath = path.join(dir, 'spyglass.sqlite');
  const collectGarbage = garbageCollector();
  let unhandledRejections = 0;
  process.on('unhandledRejection', () => {
    unhandledRejections += 1;
  });

  const settle = async () => {
    do {
      await market.answered();
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    } while (!market.isIdle());
  };
  const clock = manualClock(newYorkInstant(firstDay, '03:00'), settle);
  const market = await startMarket(() => clock.now());

  const socketPath = path.join(dir, 'run', 's.sock');
  const warnings: string[] = [];
  const warn = (fields: object, message: string) =>
    void warnings.push(`${new Date(clock.now()).toISOString()} ${message} ${inspect(fields, { depth: 1 })}`);
  const daemon = await startDaemon({
    mode: 'live',
    databasePath,
    socketPath,
    settings: {
      ...loadSettings({ env: {} }).settings,
      callsPerMinute: 1000,
      keepQuotesDays: keptDays,
      keepChainsDays: keptDays,
      keepApiLogDays: keptDays,
    },
    baseUrl: market.baseUrl,
    apiKey: 'soak',
    clock,
    isVirtualClock: true,
    appVersion: '0',
    pid: process.pid,
    platform: process.platform,
    epoch: 'soak',
    httpGet: market.httpGet,
    random: () => 0.5,
    log: { debug: () => {}, info: () => {}, warn, error: warn },
  });
  const link = await openLink({ socketPath, clock, appVersion: '0', client: 'soak' });

  const results: Day[] = [];
  const calendar = createCalendar();
  let status = await link.request('status', {});
  for (let date = firstDay; results.length < days; date = addDays(date, 1)) {
    const startedAt = performance.now();
    await clock.advance(newYorkInstant(addDays(date, 1), '00:00') - clock.now());
    if (!calendar.sessionOn(date)) continue;
    do {
      // Retention goes on beside the clock, in steps.
      await setTimeout(20);
      status = await link.request('status', {});
    } while (status.jobs.some(({ isRunning }) => isRunning));
    const { heapUsed, external, rss } = await memoryAfter(collectGarbage);
    const day: Day = {
      date,
      coverage: Object.fromEntries(status.coverage.map(({ job, ratio }) => [job, ratio])),
      heapBytes: heapUsed + external,
      rssBytes: rss,
      databaseBytes: status.database.bytes,
      seconds: (performance.now() - startedAt) / 1000,
    };
    results.push(day);
    say(
      `${date}: ${(day.heapBytes / 1e6).toFixed(1)} MB, ${(rss / 1e6).toFixed(0)} MB resident, ` +
        `coverage ${JSON.stringify(day.coverage)}, ${day.seconds.toFixed(0)} s`,
    );
  }

  const prunedAt = status.jobs.find(({ name }) => name === 'housekeeping')?.lastStartedAt ?? clock.now();
  const retained = retainedRows(databasePath, prunedAt, keptDays);
  link.close();
  const closing = daemon.close();
  await clock.advance(10_000);
  await closing;
  market.close();
  rmSync(dir, { recursive: true, force: true });

  const soaked: Soaked = { days: results, retained, keptDays, unhandledRejections, warnings };
  return {
    ...soaked,
    warnings: warnings.length,
    firstWarnings: warnings.slice(0, 5),
    memoryGrowth: growth(results, ({ heapBytes }) => heapBytes),
    residentGrowth: growth(results, ({ rssBytes }) => rssBytes),
    problems: problemsOf(soaked),
    tables: tablesOf(soaked),
  };
};

/** What one collection frees may free more in the next one: finalizers run in between. */
async function memoryAfter(collectGarbage: () => void): Promise<NodeJS.MemoryUsage> {
  for (let round = 0; round < 5; round++) {
    collectGarbage();
    await setTimeout(10);
  }
  return process.memoryUsage();
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

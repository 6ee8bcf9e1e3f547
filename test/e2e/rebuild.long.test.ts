import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Profile } from '../../src/simulator/profiles.ts';
import { simulatedVolatility } from '../daemon/rebuild/rebuilt-day.ts';
import { startSimulator } from '../support/shared-market.ts';
import { until } from '../support/until.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { lookMs } from './support/daemon-status.ts';
import { type Home, makeHome } from './support/terminal.ts';

const monday = '2026-11-23';
const tuesday = '2026-11-24';
const friday = '2026-11-20';
const at = (date: string, time: string) => newYorkInstant(date, time);
const speed = 120;
const minuteMs = 60_000;
const outageMs = 40 * minuteMs;

interface Recorder {
  home: Home;
  dataDir: string;
}

/** A daemon that records from a simulator whose clock is a minute behind, so that nothing comes from the future. */
async function record(
  t: ExecutionContext,
  { home, dataDir }: Recorder,
  { from, profile, callsPerMinute }: { from: number; profile: Profile; callsPerMinute: number },
) {
  const clock = virtualClock(from - minuteMs, speed);
  // At this speed the times on the way are seconds, which its own count would take for calls too many.
  const simulator = await startSimulator({ clock, profile, hasRateLimit: false });
  t.teardown(simulator.close);
  const env = {
    MASSIVE_API_KEY: 'very-secret',
    SPYGLASS_BASE_URL: simulator.url,
    SPYGLASS_QUOTE_SECONDS: '60',
    SPYGLASS_CHAIN_SECONDS: '60',
    SPYGLASS_CALLS_PER_MINUTE: String(callsPerMinute),
  };
  const flags = ['--data-dir', dataDir, '--clock', `${new Date(from).toISOString()}@${speed}`];
  const daemon = await startDaemonProcess(t, home, flags, env);
  return {
    simulator,
    clock,
    run: (...args: string[]) => run(home, [...args, '--data-dir', dataDir], env),
    async stop() {
      daemon.child.kill('SIGTERM');
      await daemon.exit;
      await simulator.close();
    },
  };
}

function rowsOf<T>({ dataDir }: Recorder, query: string, ...values: unknown[]): T[] {
  const database = new Database(path.join(dataDir, 'spyglass.sqlite'), { readonly: true });
  try {
    return database.prepare<unknown[], T>(query).all(...values);
  } finally {
    database.close();
  }
}

const newRecorder = (t: ExecutionContext): Recorder => {
  const home = makeHome(t);
  return { home, dataDir: path.join(home.dir, 'd') };
};

interface Minute {
  symbol: string;
  t: number;
  o: number;
  h: number;
  l: number;
  c: number;
  v: number;
}

/** Every stored minute is one that the API serves, and every served one is stored. */
async function holdsServedBars(t: ExecutionContext, recorder: Recorder, url: string, date: string) {
  const stored = rowsOf<Minute>(
    recorder,
    `select symbol, minute_start as t, open_price as o, high_price as h, low_price as l, close_price as c, volume as v
       from rebuilt_minutes where expiration_date = ? order by symbol, minute_start`,
    date,
  );
  const contracts = rowsOf<{ symbol: string }>(
    recorder,
    'select symbol from rebuilt_contracts where date = ? order by symbol',
    date,
  );
  t.true(contracts.length > 4);
  const served: Minute[] = [];
  for (const { symbol } of contracts) {
    const answer = await fetch(
      `${url}/v2/aggs/ticker/O:${symbol}/range/1/minute/${date}/${date}?limit=50000`,
      { headers: { authorization: `Bearer of-${symbol}` } },
    );
    t.is(answer.status, 200);
    const { results = [] } = (await answer.json()) as { results?: Minute[] };
    served.push(...results.map(({ t: start, o, h, l, c, v }) => ({ symbol, t: start, o, h, l, c, v })));
  }
  t.deepEqual(stored, served);
}

interface ShownChain {
  timestamp: number | string;
  contracts: { symbol: string; bid: number | null; ask: number | null; last: number | null }[];
}

/** A minute is shown by its last prices, of contracts that traded in it; nobody's bids and asks are known. */
function holdsClosesOf(t: ExecutionContext, recorder: Recorder, { timestamp, contracts }: ShownChain) {
  const end = new Date(timestamp).getTime();
  const closes = rowsOf<{ symbol: string; close: number }>(
    recorder,
    'select symbol, close_price as close from rebuilt_minutes where minute_start = ?',
    end - minuteMs,
  );
  const known = contracts.filter(({ last }) => last !== null);
  t.true(known.length > 4);
  t.deepEqual(
    Object.fromEntries(known.map(({ symbol, last }) => [symbol, last])),
    Object.fromEntries(closes.map(({ symbol, close }) => [symbol, close])),
  );
  t.true(contracts.every(({ bid, ask }) => bid === null && ask === null));
}

/** The volatility at the money is the market's, in the median of the minutes until 15:00. */
function holdsVolatility(t: ExecutionContext, recorder: Recorder, date: string) {
  const points = rowsOf<{ at: number; volatility: number }>(
    recorder,
    `select timestamp as at, atm_volatility as volatility from rebuilt_metrics
      where timestamp between ? and ? and atm_volatility is not null`,
    at(date, '09:30'),
    at(date, '15:00'),
  ).map((row) => 100 * Math.abs(row.volatility - simulatedVolatility(date, row.at)));
  t.true(points.length > 300, `${points.length} minutes`);
  const median = points.toSorted((one, other) => one - other)[points.length >>> 1]!;
  t.true(median < 0.5, `${median} points`);
}

/**
 * No ten minutes hold more than eleven may: a call goes out a moment after it was counted, which
 * at this speed is seconds. `test/daemon/rebuild` holds each plan to the minute, and to no refusal.
 */
function holdsBudget(t: ExecutionContext, recorder: Recorder, callsPerMinute: number) {
  const calls = rowsOf<{ at: number }>(
    recorder,
    'select timestamp as at from api_requests_log order by timestamp',
  );
  t.true(calls.length > 5);
  for (const { at: from } of calls) {
    const near = calls.filter((call) => call.at >= from && call.at < from + 10 * minuteMs).length;
    t.true(near <= 11 * callsPerMinute, `${near} calls from ${new Date(from).toISOString()}`);
  }
}

test('an outage of 40 minutes is rebuilt the next morning, and shown where nothing was recorded', async (t) => {
  t.timeout(300_000);
  const recorder = newRecorder(t);
  const advanced = { profile: 'advanced', callsPerMinute: 300 } as const;
  const day = await record(t, recorder, { ...advanced, from: at(monday, '09:45') });
  const polledSince = (from: number) =>
    rowsOf<{ at: number }>(
      recorder,
      'select min(timestamp) as at from chain_polls where timestamp > ?',
      from,
    )[0]!.at;
  await until(() => polledSince(0) !== null, lookMs);
  const before = polledSince(0);
  day.simulator.setFault('unavailable');
  const failedAt = day.clock.now();
  await until(() => day.clock.now() >= failedAt + outageMs, lookMs);
  day.simulator.setFault(null);
  const backAt = day.clock.now();
  await until(() => polledSince(backAt) !== null, lookMs);
  const after = polledSince(backAt);
  await day.stop();

  const next = await record(t, recorder, { ...advanced, from: at(tuesday, '05:00') });
  const rebuilt = await next.run('rebuild', monday, '--strikes', '0.1%', '--json');
  t.is(rebuilt.code, 0, rebuilt.stderr);
  t.like(JSON.parse(rebuilt.stdout), { date: monday, expiration: monday, stage: 'done', notes: [] });
  await holdsServedBars(t, recorder, next.simulator.url, monday);
  holdsVolatility(t, recorder, monday);
  holdsBudget(t, recorder, advanced.callsPerMinute);

  const chainAt = async (instant: number) => {
    const time = new Date(instant).toISOString();
    const shown = await next.run('chain', '--expiry', monday, '--at', time, '--json');
    t.is(shown.code, 0, shown.stderr);
    return JSON.parse(shown.stdout);
  };
  t.is((await chainAt(before)).isRebuilt, undefined);
  const missed = await chainAt(failedAt + outageMs / 2);
  t.true(missed.isRebuilt);
  holdsClosesOf(t, recorder, missed);
  t.is((await chainAt(after)).isRebuilt, undefined);
});

test('a day that was never recorded is rebuilt on the smallest plan, within its calls', async (t) => {
  t.timeout(300_000);
  const recorder = newRecorder(t);
  const next = await record(t, recorder, { from: at(monday, '05:00'), profile: 'basic', callsPerMinute: 5 });
  const rebuilt = await next.run('rebuild', friday, '--strikes', '0.1%', '--json');
  t.is(rebuilt.code, 0, rebuilt.stderr);
  await holdsServedBars(t, recorder, next.simulator.url, friday);
  holdsVolatility(t, recorder, friday);
  holdsBudget(t, recorder, 5);
  const shown = await next.run('chain', '--expiry', friday, '--at', `${friday} 12:00`, '--json');
  t.is(shown.code, 0, shown.stderr);
  t.is(JSON.parse(shown.stdout).isRebuilt, true);
});

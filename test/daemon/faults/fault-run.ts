import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test, { type ExecutionContext, type TestFn } from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { errorTable } from '../../../src/base/errors.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { createConnection } from '../../../src/protocol/connection/connection.ts';
import type { Problem } from '../../../src/protocol/state.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import type { FaultKind } from '../../../src/simulator/faults/fault.ts';
import { type FaultName, faultNames, faults } from '../../../src/simulator/faults.ts';
import { stockOf } from '../../../src/simulator/instruments/instruments.ts';
import { renderOnce } from '../../../src/tui/once.tsx';
import { commandOn } from '../../support/command-in-process.ts';
import { jsonLog } from '../../support/json-log.ts';
import { sharedMarket } from '../../support/shared-market.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { midSession } from '../support.ts';
import { faultEffects } from './effects.ts';
import { storedBars, storedStrikes, wrongRows } from './stored-rows.ts';
import { faultTraces } from './traces.ts';

const apiKey = 'a-key-that-nobody-must-ever-see';

/** Long enough for several polls of the quote and two of the chain. */
const usualMs = 125_000;
/** The exchange is asked once an hour whether it trades. */
const hourMs = 65 * 60_000;
/** When a run begins, and how long the fault lasts, where it shows itself only later. */
const times: Partial<Record<FaultName, { at?: number; ms: number }>> = {
  'unscheduled-closure': { ms: hourMs },
  // A price of a quarter of an hour ago must have been recorded a quarter of an hour ago.
  'delayed-chain': { ms: 18 * 60_000 },
  // Three minutes of slots that are answered 20 seconds later.
  'late-chain': { ms: 200_000 },
  // It closes at 13:00, which is asked about at 13:31.
  'unscheduled-early-close': { at: newYorkInstant('2026-11-23', '12:45'), ms: 50 * 60_000 },
};

/** Patience is real time: much of it, so that a machine that is busy is no fault. */
const settings = { timeoutSeconds: 300, retries: 1, quoteSeconds: 30 };
/** Four faults use all of it at each poll, so that there is little while they last. */
const impatienceMs = 300;
const slow = new Set<FaultName>(['slow-headers', 'slow-body', 'hang', 'hang-in-body']);

/** Declares a test for each fault of these kinds, which runs against a daemon of its own, in the order of the table. */
export function testFaults(
  kinds: readonly FaultKind[],
  declareFor: (name: FaultName) => TestFn = () => test,
): void {
  for (const name of faultNames.filter((fault) => kinds.includes(faults[fault].kind))) {
    declareFor(name).serial(
      `${name}: nothing wrong is stored, the reason is said, and it is over with a good answer`,
      (t) => runFault(t, name),
    );
  }
}

const { market } = sharedMarket();
const spy = stockOf('SPY')!;
const spotAt = (at: number) => market.stateAt(spy, at).price;
/** In a halt that begins at `from` all prices are those of twenty minutes before. */
const haltedSpotAt = (at: number, from: number) =>
  spotAt(at < from ? at : Math.floor(at / 60_000 - 20) * 60_000 - 1000);

async function runFault(t: ExecutionContext, name: FaultName): Promise<void> {
  t.timeout(240_000);
  const { log, text: logged } = jsonLog();
  const { at = midSession, ms: lastsMs = usualMs } = times[name] ?? {};
  let isUnderWay = false;
  const patienceMs = () => (isUnderWay && slow.has(name) ? impatienceMs : null);
  const running = await startPolledDaemon(t, { at, apiKey, log, settings, patienceMs });
  const { simulator, clock, database, dir, socketPath } = running;
  const traffic = await eavesdrop(t, socketPath);
  await clock.advance(61_000);
  t.deepEqual(await problems(running), [], 'healthy before');
  // Further back than what a daemon asks for by itself: from another plan's last day on, it asks for other days.
  for (const timeframe of ['15min', '1hour'] as const) await backfill(running, timeframe);
  const from = clock.now();
  const truth = {
    expiration: '2026-11-23',
    strikes: storedStrikes(database),
    prices: { low: 500, high: 900 },
    spotAt: name === 'halt' ? (time: number) => haltedSpotAt(time, from) : spotAt,
    bars: storedBars(database, newYorkInstant('2026-11-23', '00:00')),
  };
  t.true(truth.bars.size > 500 && truth.strikes.size > 150);
  const callsBefore = calls(running);

  simulator.setFault(name);
  isUnderWay = true;
  await clock.advance(lastsMs);
  await refresh(running, 'bars');
  const { sees, health, shows = '', rejects } = faultEffects[name];
  t.truthy(sees);
  const during = await problems(running);
  t.deepEqual(subjects(during), Object.keys(health).sort(), JSON.stringify(during));
  for (const { subject, code, message } of during) {
    const [expectedCode, expectedMessage] = health[subject]!;
    t.regex(code, pattern(expectedCode));
    t.regex(message, pattern(expectedMessage));
    // One line of the dashboard.
    t.true(message.length <= 220, `${message.length} characters: ${message}`);
    t.notRegex(message, /[\x00-\x1f\x7f-\x9f\u202e]/);
    if (jobs.has(subject))
      t.true(logged().includes(JSON.stringify(message).slice(1, -1)), 'it is in the log');
  }
  const { result: exit } = await commandOn(running, (world) => status(world, {}));
  t.is(exit, during.length === 0 ? 0 : errorTable.unhealthy.exit, 'what status exits with');
  const screen = await picture(running);
  t.true(screen.includes('SPY') && screen.split('\n').length > 20, screen);
  t.true(screen.includes(shows), screen);
  t.false(screen.includes(apiKey));
  await faultTraces[name]?.(t, { ...running, logged });
  const adjustment =
    name === 'split' ? { before: newYorkInstant('2026-11-23', '00:00'), factor: 0.25 } : null;
  t.deepEqual(wrongRows(database, { ...truth, adjustment, now: clock.now() }), []);
  const usage = await running.link.request('usage.get', {});
  const isSaid = usage.errorsByKind.length > 0 || usage.rejectedRows.count > 0;
  t.is(isSaid || isHarmless(name), true, 'usage says so');
  if (rejects)
    t.true(
      usage.rejectedRows.reasons.some(({ reason }) => reason === rejects),
      JSON.stringify(usage.rejectedRows),
    );
  if (during.some(({ code }) => code === 'upstream_unreachable' || code === 'key_rejected')) t.true(isSaid);

  simulator.setFault(null);
  isUnderWay = false;
  await recover(running, name);
  t.deepEqual(await problems(running), [], 'healthy after');
  const after = await running.link.request('status', {});
  const polled = after.jobs.find((job) => job.name === 'quote')!;
  t.true(polled.lastSucceededAt !== null && polled.lastError === null);
  t.true(calls(running) > callsBefore);

  const heard = await Promise.all(
    (['status', 'usage.get', 'quote.get', 'chain.get'] as const).map((method) =>
      running.link.request(method, {}),
    ),
  );
  await running.close();
  const files = readdirSync(dir).filter((file) => file.includes('sqlite'));
  t.true(files.length > 0);
  for (const file of files) t.false(readFileSync(path.join(dir, file)).includes(apiKey), file);
  t.false(JSON.stringify(heard).includes(apiKey));
  t.true(logged().length > 0);
  t.false(logged().includes(apiKey));
  t.true(traffic().length > 1000);
  t.false(traffic().includes(apiKey));
}

/** What the dashboard shows of it. */
async function picture({ socketPath }: PolledDaemon): Promise<string> {
  const clock = systemClock();
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'picture' });
  try {
    const { text } = await renderOnce({
      ...{ connection, clock, columns: 120, rows: 40 },
      ...{ colors: { level: 0 }, isAscii: false, isEmbedded: false, patienceMs: 5000 },
    });
    return text;
  } finally {
    await connection.close();
  }
}

async function backfill({ link, clock }: PolledDaemon, timeframe: '15min' | '1hour'): Promise<void> {
  const answered = link.request('backfill', { timeframe, from: '2026-10-01', to: '2026-11-20' });
  for (let seconds = 0; seconds < 3; seconds++) await clock.advance(1000);
  await answered;
}

/** Faults that the daemon sees through, or that nothing in an answer gives away. */
function isHarmless(name: FaultName): boolean {
  return (
    Object.keys(faultEffects[name].health).length === 0 ||
    name === 'frozen-feed' ||
    name === 'late-feed' ||
    name === 'unscheduled-closure' ||
    name === 'unscheduled-early-close'
  );
}

/** Until the next slots: blocks after refusals last minutes, a rejected key is tried every five. */
async function recover(running: PolledDaemon, name: FaultName): Promise<void> {
  // A plan is known for a day, unless somebody says that it has changed.
  if (name === 'plan-downgraded-in-mid-session' || name === 'not-authorized-with-200')
    await refresh(running, 'chain');
  // A day that closed early is over; the exchange is asked about coming days on the next one.
  if (name === 'unscheduled-early-close') running.clock.set(newYorkInstant('2026-11-24', '04:00'));
  // Bars are tried again every five minutes by themselves, which one fault waits for; `r` is the shorter way.
  let hasPressed = name === 'server-error';
  for (let minutes = 0; minutes < 12; minutes++) {
    const left = subjects(await problems(running));
    if (left.length === 0) return;
    if (left.join() !== 'bars' || hasPressed) await running.clock.advance(60_000);
    else {
      hasPressed = true;
      await refresh(running, 'bars');
    }
  }
}

async function problems({ link }: PolledDaemon): Promise<Problem[]> {
  return (await link.request('status', {})).health.problems;
}

function calls({ database }: PolledDaemon): number {
  return database.prepare<[], number>('select count(*) from api_requests_log').pluck().get()!;
}

/** What a person presses; the clock moves on while they wait. */
async function refresh({ link, clock }: PolledDaemon, job: 'bars' | 'chain'): Promise<void> {
  const answered = link.request('refresh', { job, force: true });
  for (let seconds = 0; seconds < 5; seconds++) await clock.advance(1000);
  await answered;
}

/** Whose failures are logged; other problems are in the health only. */
const jobs = new Set(['quote', 'chain', 'bars']);

const subjects = (found: readonly Problem[]) => found.map(({ subject }) => subject).sort();

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function pattern(text: string): RegExp {
  return new RegExp(`^${text.split('…').map(escaped).join('.*')}$`);
}

/** Everything that goes over the socket to a client that subscribes. */
async function eavesdrop(t: ExecutionContext, socketPath: string): Promise<() => string> {
  const socket = net.connect(socketPath);
  t.teardown(() => socket.destroy());
  let heard = '';
  socket.on('data', (piece) => {
    heard += piece.toString('utf8');
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const ask = (id: number, method: string, params: object) =>
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  ask(1, 'hello', { protocolVersion, appVersion: '0', client: 'ear' });
  ask(2, 'subscribe', {});
  return () => heard;
}

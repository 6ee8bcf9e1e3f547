import type { Clock } from '../base/clock.ts';
import { createLifecycle } from '../base/lifecycle.ts';
import type { Logger } from '../base/log.ts';
import type { Settings } from '../config/settings-table.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { createCalendar } from '../market/calendar.ts';
import type { Hello, Intraday, Mode } from '../protocol/state.ts';
import { protocolVersion } from '../protocol/version.ts';
import { createBook } from './book.ts';
import { createBus } from './bus.ts';
import { createCachedFetch } from './cached.ts';
import { createCadences } from './cadence.ts';
import { withGreeks } from './greeks.ts';
import { createHealthBook } from './health.ts';
import { createBarsJob } from './jobs/bars-job.ts';
import { createChainJob } from './jobs/chain-job.ts';
import { createHolidaysJob } from './jobs/holidays-job.ts';
import { createHousekeepingJob } from './jobs/housekeeping-job.ts';
import type { JobContext } from './jobs/job-context.ts';
import { createQuoteJob } from './jobs/quote-job.ts';
import { listen } from './listen.ts';
import { type MarketHours, phaseState } from './market-hours.ts';
import { createMethods } from './methods.ts';
import { startPhaseWatch } from './phase-watch.ts';
import { startPoller } from './poller.ts';
import { priceLine } from './price-line.ts';
import { createPruner } from './pruner.ts';
import { createBudget } from './upstream/budget.ts';
import { createCapabilities, isPaidOnly } from './upstream/capability.ts';
import { createEndpoints } from './upstream/endpoints.ts';
import { createHttp } from './upstream/http.ts';
import { probe } from './upstream/probe.ts';
import { createUsageRecorder } from './usage-recorder.ts';

export interface DaemonDeps {
  mode: Mode;
  databasePath: string;
  socketPath: string;
  settings: Settings;
  /** Where requests go; the simulator's address in a demo. */
  baseUrl: string;
  apiKey: string;
  clock: Clock;
  isVirtualClock: boolean;
  appVersion: string;
  pid: number;
  platform: NodeJS.Platform;
  /** Unique to this start. */
  epoch: string;
  fetch: typeof globalThis.fetch;
  random: () => number;
  log: Logger;
}

export interface Daemon {
  readonly hello: Hello;
  /** Stops polling, lets what is in flight end, says goodbye to clients, closes the database. Idempotent. */
  close(): Promise<void>;
  /** Resolves when it has closed, whoever asked for it. */
  readonly closed: Promise<void>;
}

/** Calls a minute while nothing is known of the plan, and once a paid one has shown itself. */
const unknownPlanCalls = 5;
const paidPlanCalls = 100;

/**
 * Starts everything in order: lock and database, the API's answer to the key, the socket, the jobs. When any step fails,
 * what was started is closed again.
 * @throws SpyglassError `database_*`, `data_dir`, `key_rejected`, `upstream_unreachable` (with an empty database only),
 * `socket`
 */
export async function startDaemon(deps: DaemonDeps): Promise<Daemon> {
  const { clock, log } = deps;
  const lifecycle = createLifecycle({
    clock,
    onProblem: (part, cause) => log.error({ part, err: cause }, 'a part did not close cleanly'),
  });
  try {
    return await assemble(deps, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function assemble(deps: DaemonDeps, lifecycle: ReturnType<typeof createLifecycle>): Promise<Daemon> {
  const { settings, clock, log, epoch } = deps;
  const { symbol } = settings;
  const source = deps.mode === 'demo' ? 'simulator' : 'polygon';
  const startedAt = clock.now();

  const db = await openDatabase({ path: deps.databasePath, clock, pid: deps.pid });
  lifecycle.add('database', () => db.close());

  const bus = createBus();
  const health = createHealthBook(clock, bus);
  const hours: MarketHours = { calendar: createCalendar() };
  const onStoreError = (error: unknown) => {
    health.raise('database', error);
    log.error({ err: error }, 'a write failed');
  };
  const store = (write: () => void) => {
    try {
      write();
      health.clear('database');
    } catch (error) {
      onStoreError(error);
    }
  };

  const budget = createBudget({
    clock,
    callsPerMinute: settings.callsPerMinute ?? (hasPaidPlan(db) ? paidPlanCalls : unknownPlanCalls),
    recentCalls: db.apiLog.since(startedAt - 61_000).map((call) => call.timestamp),
  });
  const cached = createCachedFetch(db, clock, onStoreError);
  const usage = createUsageRecorder({ db, clock, bus, budget: () => budget, cached, onStoreError });
  lifecycle.add('usage', usage.close);
  const http = createHttp({
    fetch: deps.fetch,
    baseUrl: deps.baseUrl,
    apiKey: deps.apiKey,
    appVersion: deps.appVersion,
    clock,
    budget,
    timeoutMs: settings.timeoutSeconds * 1000,
    retries: settings.retries,
    random: deps.random,
    onCall: usage.onCall,
  });
  const capabilities = createCapabilities(clock, () => {
    if (settings.callsPerMinute === null) budget.setCallsPerMinute(paidPlanCalls);
  });
  const endpoints = createEndpoints(http, capabilities);

  const lineSoFar = () => readLine(db, hours, symbol, clock.now());
  const expiration = hours.calendar.zeroDteExpiry(startedAt);
  const lastChain = db.chains.latest(symbol, expiration) ?? db.chains.latest(symbol);
  const book = createBook(
    {
      quote: db.quotes.latest(symbol),
      chain: lastChain && withGreeks(lastChain, hours.calendar),
      intraday: await lineSoFar(),
    },
    bus,
  );
  const refreshLine = async () => book.setIntraday(await lineSoFar());

  const cadences = createCadences({ settings, hours, budget, callsPerChain: () => chainJob.calls() });
  const context: JobContext = {
    symbol,
    source,
    settings,
    clock,
    hours,
    db,
    bus,
    book,
    health,
    endpoints,
    cached,
    cadences,
    usage,
    store,
  };
  const chainJob = createChainJob(() => context);
  const pruner = createPruner(db, clock, settings, bus);

  await probe({
    endpoints,
    clock,
    health,
    isFirstStart: book.quote() === null,
    isVirtualClock: deps.isVirtualClock,
  });

  const hello: Hello = {
    protocolVersion,
    appVersion: deps.appVersion,
    pid: deps.pid,
    epoch,
    mode: deps.mode,
    symbol,
    databasePath: deps.databasePath,
    now: startedAt,
    clockSpeed: clock.speed,
    isVirtualClock: deps.isVirtualClock,
  };
  const greeting = (): Hello => ({ ...hello, now: clock.now() });
  const phaseNow = () => phaseState(hours, clock.now());

  const methods = createMethods({
    greeting,
    phaseNow,
    hours,
    startedAt,
    clock,
    db,
    book,
    usage,
    health,
    budget,
    pruner,
    poller: () => poller,
    clients: () => listener.clients(),
    signal: lifecycle.signal,
    onShutdown: () => void close(),
  });
  const listener = await listen({
    socketPath: deps.socketPath,
    platform: deps.platform,
    methods,
    bus,
    epoch,
    log,
  });
  lifecycle.add('socket', listener.close);

  const poller = startPoller({
    jobs: [
      createQuoteJob(context),
      chainJob,
      createBarsJob(context, refreshLine),
      createHolidaysJob(context, () => {
        bus.emit('phase', phaseNow());
        poller.replan();
      }),
      createHousekeepingJob(context, pruner),
    ],
    clock,
    signal: lifecycle.signal,
    log,
    onChange: (states) => bus.emit('job', states),
    onOutcome: (job, error) => (error === null ? health.clear(job) : health.raise(job, error)),
  });
  lifecycle.add('poller', poller.close);
  lifecycle.add(
    'phase watch',
    startPhaseWatch({
      clock,
      hours,
      bus,
      onNewSession: () => void refreshLine().catch(onStoreError),
    }),
  );

  let settle = () => {};
  const closed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const close = () => lifecycle.close().then(settle);
  log.info({ socket: deps.socketPath, database: deps.databasePath, mode: deps.mode }, 'recording');
  return { hello, close, closed };
}

/** Whether the calls made last, by this or an earlier process, show a paid plan: what was learnt survives a restart. */
function hasPaidPlan(db: Database): boolean {
  return db.apiLog.last(200).some((call) => call.statusCode === 200 && isPaidOnly(call.endpoint));
}

/** The line of the session at hand; of the last one while the market is closed, so that there is something to see. */
async function readLine(
  db: Database,
  { calendar }: MarketHours,
  symbol: string,
  now: number,
): Promise<Intraday> {
  const { phase, session } = calendar.phaseAt(now);
  const shown = phase === 'closed' ? calendar.previousSession(session.date) : session;
  const from = phase === 'pre' ? shown.preOpen : shown.open;
  const to = phase === 'pre' ? shown.open : shown.close;
  const bars = await db.bars.range(symbol, '1min', from, to);
  return {
    symbol,
    date: shown.date,
    points: priceLine(bars, db.quotes.ofDay(symbol, from, to)),
  };
}

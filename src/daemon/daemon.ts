import { type Clock, systemClock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import { createLifecycle } from '../base/lifecycle.ts';
import type { Logger, LogTrouble } from '../base/log.ts';
import { calendarDays } from '../config/settings/calendar-days.ts';
import type { Settings } from '../config/settings/settings-table.ts';
import { waitingForDatabase } from '../db/sqlite/busy-wait.ts';
import { openDatabase } from '../db/sqlite/open-database.ts';
import { logSetAside, setAsideHint } from '../db/sqlite/files/stale-log.ts';
import type { Hello, Mode } from '../protocol/state.ts';
import { protocolVersion } from '../protocol/version.ts';
import { createAlertEngine } from './alerts/alert-engine.ts';
import { readRecordedToday } from './alerts/notified-today.ts';
import { backfillStep } from './history/backfill.ts';
import { createEventBus } from './event-bus.ts';
import { createCachedFetch } from '../sources/polygon/cache.ts';
import { createPollIntervals } from './schedule/poll-intervals.ts';
import { checkUpstream } from './doctor/doctor.ts';
import { createExpirations } from './underlyings/expirations.ts';
import { watchFeeds } from './feed-watch.ts';
import type { HandOver } from './hand-over.ts';
import { createHealthTracker } from './health.ts';
import { createBarsJob } from './history/bars-job.ts';
import { createChainJob } from './jobs/chain-job.ts';
import { createHolidaysJob } from './market-days/holidays-job.ts';
import { createHousekeepingJob } from './recording/housekeeping-job.ts';
import type { JobContext } from './jobs/job-context.ts';
import { createMarketStatusJob } from './market-days/market-status-job.ts';
import { createQuoteJob } from './jobs/quote-job.ts';
import { retried } from './schedule/retried.ts';
import { SymbolsFailed } from './watch-list/watch-problems.ts';
import { type Listener, listen } from './server/listen.ts';
import { phaseState } from './market-days/market-hours.ts';
import { createMethods } from './server/methods.ts';
import { openMarketDays } from './market-days/open-market-days.ts';
import { startPhaseWatch } from './market-days/phase-watch.ts';
import { startScheduler } from './schedule/scheduler.ts';
import { createPruner } from './recording/pruner.ts';
import { createLatestQuotes } from './underlyings/latest-quotes.ts';
import { startDatabaseWatch } from './recording/database-watch.ts';
import { openGapKeeper } from './recording/gap-keeper.ts';
import { recordedJobs } from './recording/recorded-jobs.ts';
import { createRecorder } from './recording/recorder.ts';
import { readLastRun } from './recording/last-run.ts';
import { applySettings, type Reloaded } from './reload.ts';
import { runPatience } from './schedule/run-patience.ts';
import { readLastTrade } from './last-trade/read-last-trade.ts';
import type { HttpGet } from '../sources/polygon/http/http-get.ts';
import { openUpstream } from '../sources/polygon/open-polygon.ts';
import { probe } from './doctor/probe.ts';
import { watchServerDate } from './doctor/server-date.ts';
import { UpstreamError } from '../sources/polygon/http/upstream-error.ts';
import { type TrustedClock, trustClock } from './schedule/trusted-clock.ts';
import { createUsageRecorder } from './usage/usage-recorder.ts';
import { createSecondaryPolling } from './underlyings/secondary.ts';
import { openMainView } from './underlyings/main-underlying.ts';

export interface DaemonDeps {
  mode: Mode;
  databasePath: string;
  socketPath: string;
  settings: Settings;
  /** What is wrong with settings that recording does not need; told in health. */
  settingsWarnings?: readonly string[];
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
  httpGet: HttpGet;
  random: () => number;
  log: Logger;
  /** Whether the log's lines arrive; told in health. */
  logTrouble?: LogTrouble;
  /** Calls a start off that is still under way. */
  signal?: AbortSignal;
  /** What the daemon before has left off at, where it has handed over. */
  takesOver?: HandOver | null;
}

export interface Daemon {
  readonly hello: Hello;
  /** Takes over changed settings, as far as they can change while it runs; tells which wait for the next start. */
  reload(settings: Settings, settingsWarnings?: readonly string[]): Reloaded;
  /**
   * Closes between two polls, so that another daemon may go on from what this returns. Where rows wait for the database
   * it goes on itself.
   * @param successor the process that waits to go on; whoever stops the daemon stops that one, too
   * @throws SpyglassError `database_locked` where rows wait, `not_running` where it closes already
   */
  handOver(successor?: number): Promise<HandOver>;
  /** Stops polling, lets what is in flight end, says goodbye to clients, closes the database. Idempotent. */
  close(): Promise<void>;
  /** Resolves when it has closed, whoever asked for it. */
  readonly closed: Promise<void>;
}

/** Real ms that a start waits for a lock that another program, such as a backup at boot, holds on the database. */
const busyPatienceMs = 60_000;

/**
 * Starts everything in order: lock and database, the socket, the API's answer to the key, the jobs. When any step fails,
 * or the start is called off, what was started is closed again. Clients are answered while the API keeps it waiting.
 * @throws SpyglassError `clock`, `database_*`, `data_dir`, `key_rejected`, `upstream_unreachable` (with an empty database only),
 * `socket`, and `not_running` where it was called off
 */
export async function startDaemon(deps: DaemonDeps): Promise<Daemon> {
  const { log } = deps;
  const clock = trustClock(deps.clock);
  const lifecycle = createLifecycle({
    clock,
    onProblem: (part, cause) => log.error({ part, err: cause }, 'a part did not close cleanly'),
  });
  const byClient = new AbortController();
  const signal = AbortSignal.any([byClient.signal, ...(deps.signal ? [deps.signal] : [])]);
  try {
    return await assemble({ ...deps, clock, signal }, lifecycle, () => byClient.abort());
  } catch (error) {
    await lifecycle.close();
    if (!signal.aborted) throw error;
    // Not a failure for whoever called it off; others are told why there is no daemon.
    throw new SpyglassError('not_running', 'The daemon was stopped while it was starting.');
  }
}

async function assemble(
  deps: DaemonDeps & { clock: TrustedClock; signal: AbortSignal },
  lifecycle: ReturnType<typeof createLifecycle>,
  callOff: () => void,
): Promise<Daemon> {
  const { clock, log, epoch } = deps;
  // A copy that `reload` changes in place: whoever holds it sees the new values.
  const settings: Settings = { ...deps.settings };
  const { symbol } = settings;
  const source = deps.mode === 'demo' ? 'simulator' : 'polygon';
  const startedAt = clock.now();

  deps.signal.throwIfAborted();
  const { socketPath } = deps;
  const busyWait = {
    ...{ clock, patienceMs: busyPatienceMs, signal: deps.signal },
    onWaiting: (error: SpyglassError) => log.warn({ err: error }, waitingForDatabase),
  };
  const onLogSetAside = (aside: string) => log.warn({ log: aside, hint: setAsideHint }, logSetAside);
  const db = await openDatabase({
    ...{ path: deps.databasePath, clock, pid: deps.pid, socketPath, busyWait, onLogSetAside },
  });
  let openedListener: Listener | null = null;
  // Registered first, closed last: a client whose connection ends may take it that the database is free.
  lifecycle.add('clients', () => openedListener?.close());
  lifecycle.add('database', () => db.close());
  if (db.wasRecovered) {
    log.warn({ database: db.path }, 'the database was not closed in order; all that was committed is there');
  }

  const bus = createEventBus();
  const health = createHealthTracker(clock, bus);
  const checkSettings = (warnings: readonly string[] = []) => {
    if (warnings.length === 0) health.clear('settings');
    else health.raise('settings', new SpyglassError('settings', warnings.join(' ')));
  };
  checkSettings(deps.settingsWarnings);
  deps.logTrouble?.watch((problem) => {
    if (problem === null) health.clear('log');
    else health.raise('log', new SpyglassError('log', problem));
  });
  clock.watch((problem) => {
    if (problem === null) health.clear('clock');
    else health.raise('clock', problem);
    log.warn({ err: problem }, problem === null ? 'the clock is right again' : 'the clock is wrong');
  });
  const onStoreError = (error: unknown) => {
    health.raise('database', error);
    log.error({ err: error }, 'a write failed');
  };
  const hours = await openMarketDays({ settings, db, clock, onStoreError });
  const usage = createUsageRecorder({
    ...{ db, clock, bus, onStoreError },
    budget: () => upstream.budget,
    cached: () => cached,
    restOfDay() {
      const now = clock.now();
      const { phase, session } = hours.calendar.phaseAt(now);
      const until = session.optionClose;
      if (phase === 'closed' || phase === 'overnight' || now >= until) return null;
      return { until, calls: pollIntervals.callsUntil(now, until) };
    },
    onStored: () => recorder.onWritten(),
  });
  const { takesOver = null } = deps;
  const servedUntil = takesOver ? startedAt : undefined;
  const cached = createCachedFetch(db.cache, clock, onStoreError, usage.onFailure, servedUntil);
  lifecycle.add('usage', usage.close);
  const serverDate = watchServerDate(deps.httpGet, clock);
  const upstream = openUpstream({
    ...{ apiLog: db.apiLog, clock, settings },
    httpGet: serverDate.httpGet,
    baseUrl: deps.baseUrl,
    apiKey: deps.apiKey,
    appVersion: deps.appVersion,
    random: deps.random,
    closing: lifecycle.signal,
    onCall: usage.onCall,
  });
  const { budget, entitlements, endpoints } = upstream;

  const quotes = createLatestQuotes(db.quotes, bus, () => clock.now());
  const expirations = createExpirations({
    ...{ clock, hours, quotes, cached, endpoints },
    onListed: (listed) => bus.emit('expirations', listed),
  });
  const alerts = createAlertEngine({
    ...{ symbol, settings, source, hours, db, clock, bus, log, onStoreError },
    recordedToday: await readRecordedToday({ db, clock, onStoreError }),
    watched: () => [symbol, ...settings.symbols],
    budget: () => budget.state(),
    continues: takesOver?.alerts,
  });
  const mainSubscription = await openMainView({
    ...{ symbol, settings, hours, db, bus, alerts, quotes, onStoreError },
    now: () => clock.now(),
    onRefusals: usage.onRefusals,
  });
  const { book, levels } = mainSubscription;
  const besides = createSecondaryPolling({
    context: () => context,
    settings,
    main: mainSubscription,
    scheduler: () => scheduler,
    onUnwatched: () => health.clear('watch'),
    onStoreError,
  });
  const { subscriptions } = besides;
  /** Of every subscription, or of one symbol's. */
  const refreshLines = async (of?: string) => {
    const meant = subscriptions
      .all()
      .filter(({ subscription }) => of === undefined || subscription.symbol === of);
    for (const { refreshLine } of meant) await refreshLine();
  };

  const quoteJob = createQuoteJob(() => context);
  const chainJob = createChainJob(() => context, takesOver?.chainCalls);
  const pollIntervals = createPollIntervals({
    ...{ settings, hours, budget },
    calls: { quote: () => quoteJob.calls(), chain: () => chainJob.calls() },
    otherCalls: besides.calls,
  });
  budget.expect(pollIntervals.planned);
  const gaps = await openGapKeeper({
    store: db.gaps,
    clock,
    hours,
    bus,
    intervalOf: (job) => pollIntervals.of(job).tradingMs ?? 60_000,
    nextSlotAfter: (job, at) => pollIntervals.next(job, at, at).at ?? at,
    ...readLastRun(db, hours.calendar, symbol, startedAt),
    countsFirstSession: deps.mode !== 'demo',
    continues: takesOver !== null,
    isDenied: (job) => job === 'chain' && endpoints.entitlement('optionChain')?.state === 'not-entitled',
    onStoreError,
  });
  let isHandedOver = false;
  lifecycle.add('gaps', () => gaps.close({ isHandedOver }));
  const recorder = createRecorder({
    ...{ quotes: db.quotes, chains: db.chains, clock, health, gaps },
    onRefusals: usage.onRefusals,
    onChainStored: levels.record,
    onError: onStoreError,
  });
  lifecycle.add('recorder', () => {
    const { quotes, chains } = recorder.close();
    if (quotes + chains > 0) log.warn({ quotes, chains }, 'polls that the database did not take are lost');
  });
  const databaseWatch = startDatabaseWatch({
    ...{ db, clock, onGone: onStoreError },
    onBack() {
      log.info({ database: db.path }, 'the database is back in its place');
      recorder.onWritten();
      void gaps.flush();
    },
  });
  lifecycle.add('database watch', databaseWatch.close);
  const context: JobContext = {
    symbol,
    source,
    settings,
    clock,
    hours,
    db,
    bus,
    quotes,
    book,
    health,
    endpoints,
    budget,
    cached,
    pollIntervals,
    usage,
    recorder,
    levels,
    alerts,
    gaps,
    expirations,
    log,
  };
  lifecycle.add('alerts', async () => alerts.close());
  const endFeedWatch = watchFeeds({ symbol, health, hours, bus });
  lifecycle.add('feed watch', async () => endFeedWatch());
  const pruner = createPruner(db, clock, settings, bus);

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
  let isStarting = true;
  const greeting = (): Hello => ({ ...hello, now: clock.now(), ...(isStarting && { isStarting }) });
  /** What a client that asks for the end calls. */
  let shutDown = callOff;
  const phaseNow = () => phaseState(hours, clock.now(), expirations.nearest(symbol));
  bus.on('expirations', (listed) => {
    if (listed.symbol === symbol) bus.emit('phase', phaseNow());
  });

  const onCalendarChanged = () => {
    bus.emit('phase', phaseNow());
    scheduler.replan();
  };

  /** What the plan includes by now is polled from now on instead of from tomorrow. */
  const pollAgain = async () => {
    const request = { priority: 'scheduled', isForced: false } as const;
    for (const job of ['quote', 'chain']) await scheduler.runNow(job, request);
    scheduler.replan();
  };

  const methods = createMethods({
    greeting,
    phaseNow,
    hours,
    startedAt,
    clock,
    db,
    subscriptions,
    expirations: expirations.of,
    quotes,
    watched: besides.watched,
    usage,
    health,
    budget,
    pruner,
    backfill: (request) => backfillStep(context, request, lifecycle.signal),
    lastTrade: (request) => readLastTrade(context, request, lifecycle.signal),
    gaps,
    waiting: recorder.waiting,
    lookAtDatabase: databaseWatch.look,
    alerts,
    dealerSign: () => settings.dealerSign,
    scheduler: () => scheduler,
    clients: () => listener.clients(),
    doctor: () =>
      checkUpstream({
        ...{ symbol, clock, endpoints, entitlements, budget },
        isVirtualClock: deps.isVirtualClock,
        expiration: () => expirations.nearest(symbol),
        calendar: hours.calendar,
        skewMs: serverDate.skewMs,
        onGranted: () => void pollAgain(),
      }),
    signal: lifecycle.signal,
    onShutdown: () => shutDown(),
  });
  const listener = await listen({
    socketPath,
    platform: deps.platform,
    methods,
    subscriptions,
    bus,
    clock,
    epoch,
    log,
  });
  openedListener = listener;
  // Whoever looks for this process finds it by its socket from here on.
  db.nameSuccessor(null);
  lifecycle.add('socket', listener.stop);

  const jobs = [
    quoteJob,
    chainJob,
    createBarsJob(context, () => refreshLines(symbol), quoteJob.onDailyBars),
    createHolidaysJob(context, onCalendarChanged),
    createMarketStatusJob(context, onCalendarChanged, () =>
      scheduler.runNow('holidays', { priority: 'scheduled', isForced: true }),
    ),
    createHousekeepingJob(context, pruner),
  ].map((job) => retried(job, clock));
  // Of what somebody looks at, the picture itself says what is wrong; the watch list is one of the settings.
  const inHealth = [...jobs.map(({ name }) => name), 'watch'];
  const ready = Promise.withResolvers<void>();
  lifecycle.signal.addEventListener('abort', () => ready.resolve(), { once: true });
  const scheduler = startScheduler({
    ready: ready.promise,
    ...(takesOver && { continues: takesOver.jobs }),
    jobs,
    clock,
    signal: lifecycle.signal,
    log,
    patienceMs: runPatience(settings, clock),
    refusal: clock.problem,
    isHeldUp: () => budget.free('scheduled') === 0,
    onChange: (states) => bus.emit('job', states),
    onOutcome: (job, error, runStartedAt, slotAt) => {
      if (!inHealth.includes(job)) return;
      if (error === null || error instanceof SymbolsFailed) return health.clear(job);
      const recorded = recordedJobs.find((name) => name === job);
      const isRefused = error instanceof UpstreamError && error.failure === 'not-entitled';
      const isClock = error instanceof SpyglassError && error.code === 'clock';
      // What a plan does not include is no trouble, unless some of the session has been recorded.
      if (isRefused && !(recorded && gaps.hasRecorded(recorded))) health.clear(job);
      // The clock and a database that takes nothing are problems of their own, whichever job meets them.
      else if (isOfDatabase(error)) health.raise('database', error);
      else if (!isClock) health.raise(job, error);
      if (recorded) gaps.failed(recorded, runStartedAt, error, slotAt);
    },
  });
  lifecycle.add('scheduler', scheduler.close);
  besides.configure();
  lifecycle.add(
    'phase watch',
    startPhaseWatch({
      clock,
      phaseNow,
      bus,
      onNewSession: () => void refreshLines().catch(onStoreError),
    }),
  );

  // The daemon before has had its answer, and no slot waits for another one.
  if (takesOver) ready.resolve();
  else
    await probe({
      endpoints,
      clock,
      health,
      isFirstStart: quotes.of(symbol) === null,
      isVirtualClock: deps.isVirtualClock,
      signal: deps.signal,
    });
  deps.signal.throwIfAborted();
  isStarting = false;
  ready.resolve();

  let settle = () => {};
  const closed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const close = () => lifecycle.close().then(settle);
  shutDown = () => void close();
  log.info({ socket: socketPath, database: deps.databasePath, mode: deps.mode }, 'recording');
  const reload = (next: Settings, warnings?: readonly string[]): Reloaded => {
    checkSettings(warnings);
    const reloaded = applySettings(settings, next);
    upstream.configure();
    hours.configure(calendarDays(settings));
    besides.configure();
    onCalendarChanged();
    alerts.configure();
    log.info(reloaded, 'the settings have been read anew');
    return reloaded;
  };
  const handOver = async (successor?: number): Promise<HandOver> => {
    await scheduler.pause();
    if (lifecycle.signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing already.');
    const { quotes, chains } = recorder.waiting();
    if (quotes + chains > 0) {
      scheduler.resume();
      throw new SpyglassError(
        'database_locked',
        'The database takes no writes at the moment; what was polled waits in memory.',
      );
    }
    try {
      if (successor !== undefined) db.nameSuccessor(successor);
    } catch (error) {
      scheduler.resume();
      throw error;
    }
    isHandedOver = true;
    await close();
    const { speed } = clock;
    return {
      jobs: scheduler.progress(),
      chainCalls: chainJob.calls(),
      alerts: alerts.memory(),
      clock: deps.isVirtualClock ? { market: clock.now(), real: systemClock().now(), speed } : null,
    };
  };
  return { hello, reload, handOver, close, closed };
}

/** Whether nothing at all can be stored; the next write that succeeds ends it. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof SpyglassError && ['database_gone', 'database_full'].includes(error.code);
}

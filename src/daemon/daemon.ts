import { SpyglassError } from '../base/errors.ts';
import { createLifecycle, type Lifecycle } from '../base/lifecycle.ts';
import { recordedSymbolsOf } from '../config/settings/recorded-symbols.ts';
import { chainTimes } from '../market/products/series-times.ts';
import type { Hello } from '../protocol/state.ts';
import { protocolVersion } from '../protocol/version.ts';
import { openAddedRules } from './alerts/added/added-rules.ts';
import { rulesFileOf } from './alerts/added/rules-file.ts';
import { type AlertEngine, createAlertEngine } from './alerts/alert-engine.ts';
import { openDelivery } from './alerts/delivery/open-delivery.ts';
import { readRecordedToday } from './alerts/notified-today.ts';
import { openArchiver } from './archive/open-archiver.ts';
import { type DaemonCore, type DaemonDeps, openCore } from './core.ts';
import { openJournal } from './desk/journal/open-journal.ts';
import { importLeftPolls } from './desk/left-polls/import-left.ts';
import { hearFromVendor } from './doctor/hear-from-vendor.ts';
import { watchFeeds } from './feed-watch.ts';
import { type Market, openMarket, showPhase } from './market-days/market.ts';
import { startPhaseWatch } from './market-days/phase-watch.ts';
import { openRebuilds } from './rebuild/open-rebuilds.ts';
import { startRefill } from './rebuild/refill.ts';
import { startDatabaseWatch } from './recording/database-watch.ts';
import { createPruner } from './recording/pruner.ts';
import { type Daemon, running } from './running.ts';
import { openSchedule } from './schedule/open-schedule.ts';
import { type TrustedClock, trustClock } from './schedule/trusted-clock.ts';
import { openServer } from './server/open-server.ts';
import { createExpirations, type Expirations } from './underlyings/expirations/expirations.ts';
import { createLatestQuotes } from './underlyings/latest-quotes.ts';
import { createPriceLines } from './underlyings/price-lines.ts';
import { openUnderlyings, type RecordedUnderlyings } from './underlyings/recorded-underlyings.ts';
import { openVendor, type Vendor } from './vendor.ts';

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
  const askedToStop = new AbortController();
  const stop = AbortSignal.any([askedToStop.signal, ...(deps.signal ? [deps.signal] : [])]);
  try {
    return await assemble(deps, clock, lifecycle, { askedToStop, stop });
  } catch (error) {
    await lifecycle.close();
    if (!stop.aborted) throw error;
    // Not a failure for whoever called it off; everybody else learns why there is no daemon.
    throw new SpyglassError('not_running', 'The daemon was stopped while it was starting.');
  }
}

interface Stopping {
  /** Aborted by a client that asks for the end. */
  askedToStop: AbortController;
  /** Aborts then, and when the start is called off. */
  stop: AbortSignal;
}

async function assemble(
  deps: DaemonDeps,
  clock: TrustedClock,
  lifecycle: Lifecycle,
  { askedToStop, stop }: Stopping,
): Promise<Daemon> {
  const core = await openCore(deps, clock, lifecycle, stop);
  const { db, bus, settings } = core;
  const ending = { isHandedOver: false };
  const market = await openMarket(core);
  const { hours } = market;
  const vendor = await openVendor(core, hours);
  const quotes = createLatestQuotes(db.quotes, bus, clock.now);
  const lines = createPriceLines();
  const expirations = createExpirations({
    ...{ clock, hours, quotes, cached: vendor.cached, endpoints: vendor.endpoints },
    onListed: (listed) => bus.emit('expirations', listed),
  });
  const phaseNow = showPhase(core, market, expirations);
  const alerts = await openAlerts(core, market, vendor, expirations);
  const opened = { core, hours, vendor, quotes, expirations, alerts, lines, ending };
  const underlyings = await openUnderlyings(opened);
  const databaseWatch = watchDatabase(core, underlyings);
  watchAlerts(core, market, alerts);
  const archiver = openArchiver(core, vendor);
  const rebuilds = await openRebuilds(core, market, vendor, underlyings.ledger);
  const pruner = createPruner(db, clock, settings, bus, {
    exclusively: archiver.exclusively,
    // Another machine may have archived what is noted in a shared store.
    look: deps.desk && archiver.look,
  });
  const schedule = openSchedule({ core, market, vendor, underlyings, expirations, lines, pruner, archiver });
  const hello = helloOf(core);
  const greeting = () => ({
    ...hello,
    now: clock.now(),
    ...(!schedule.hasBegun() && { isStarting: true as const }),
  });
  const server = {
    ...{ core, market, vendor, underlyings, schedule, quotes, expirations },
    ...{ alerts, pruner, archiver, rebuilds, databaseWatch },
  };
  const onShutdown = () => (deps.desk ? deps.desk.onShutdown() : askedToStop.abort());
  const served = await openServer({ ...server, greeting, phaseNow, onShutdown });
  openJournal(core, served.pictures);
  lifecycle.add('later expirations', () => schedule.later.close(ending));
  lifecycle.add('scheduler', schedule.scheduler.close);
  await schedule.later.configure();
  schedule.secondary.configure();
  const onNewSession = () => void lines.refresh().catch(core.onStoreError);
  lifecycle.add('phase watch', startPhaseWatch({ clock, phaseNow, bus, onNewSession }));
  await hearFromVendor(core, vendor, quotes.of(settings.symbol) === null);
  schedule.begin();
  lifecycle.add('left polls', importLeftPolls(core, underlyings));
  lifecycle.add('refill', startRefill({ core, market, rebuilds }).close);
  const parts = { market, vendor, underlyings, alerts, schedule, archiver, ending };
  return running(core, hello, parts, askedToStop.signal);
}

function watchDatabase(core: DaemonCore, { all, ledger }: RecordedUnderlyings) {
  const { db, clock, log, lifecycle, onStoreError } = core;
  const databaseWatch = startDatabaseWatch({
    ...{ db, clock, onGone: onStoreError },
    onBack() {
      log.info({ database: db.path }, 'the database is back in its place');
      for (const { recorder } of all) recorder.onWritten();
      ledger.flush();
    },
  });
  lifecycle.add('database watch', databaseWatch.close);
  return databaseWatch;
}

async function openAlerts(
  core: DaemonCore,
  { hours }: Market,
  { budget }: Vendor,
  expirations: Expirations,
): Promise<AlertEngine> {
  const { deps, settings, source, db, clock, bus, health, log, onStoreError } = core;
  const deliveries = await openDelivery({ ...deps, ...core, delivery: deps.alertDelivery });
  const recorded = recordedSymbolsOf(settings);
  const file = rulesFileOf(deps.databasePath);
  const added = await openAddedRules({ file, clock, first: settings.symbol, settings, health, log });
  return createAlertEngine({
    ...{ recorded, settings, source, hours, db, clock, bus, log, onStoreError, deliveries, added },
    recordedToday: await readRecordedToday({ db, clock, onStoreError }),
    watched: () => [...recorded, ...settings.symbols],
    budget: () => budget.state(),
    expirations: {
      nearest: expirations.nearest,
      endOf: (symbol, date) => chainTimes(symbol, date, hours.calendar)?.tradingEnd ?? null,
    },
    continues: deps.takesOver?.alerts,
  });
}

/** Alerts and feeds are watched until what they watch is closed. */
function watchAlerts(
  { settings, health, bus, lifecycle }: DaemonCore,
  { hours }: Market,
  alerts: AlertEngine,
) {
  lifecycle.add('alerts', async () => alerts.close());
  const ends = recordedSymbolsOf(settings).map((symbol, index) =>
    watchFeeds({ symbol, isFirst: index === 0, health, hours, bus }),
  );
  lifecycle.add('feed watch', async () => {
    for (const end of ends) end();
  });
}

function helloOf({ deps, clock, settings, startedAt }: DaemonCore): Hello {
  const symbols = recordedSymbolsOf(settings);
  const { appVersion, pid, epoch, mode, databasePath, isVirtualClock, plan, desk } = deps;
  return {
    ...{ protocolVersion, appVersion, pid, epoch, mode },
    ...(symbols.length > 1 && { symbols }),
    ...(plan && { plan }),
    ...{ symbol: settings.symbol, databasePath, now: startedAt, clockSpeed: clock.speed, isVirtualClock },
    ...(desk && { desk: desk.state }),
  };
}

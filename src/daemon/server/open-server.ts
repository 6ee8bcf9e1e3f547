import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type { Hello } from '../../protocol/state.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import type { Archiver } from '../archive/archiver.ts';
import { archivePlaceOf } from '../archive-place.ts';
import type { DaemonCore } from '../core.ts';
import { deskChecks } from '../desk/desk-checks.ts';
import { checkUpstream } from '../doctor/doctor.ts';
import { backfillStep } from '../history/backfill.ts';
import { recomputeStep } from '../history/recompute-levels.ts';
import { readLastTrade } from '../last-trade/read-last-trade.ts';
import type { Market } from '../market-days/market.ts';
import { createPlaybacks } from '../playback/playbacks.ts';
import { chainsOfBoth, createRemovedPast, type RemovedPast } from '../playback/removed-past.ts';
import { openReaderThread } from '../playback/thread/open-reader-thread.ts';
import type { Rebuilds } from '../rebuild/open-rebuilds.ts';
import type { DatabaseWatch } from '../recording/database-watch.ts';
import type { Pruner } from '../recording/pruner.ts';
import type { Schedule } from '../schedule/open-schedule.ts';
import type { Expirations } from '../underlyings/expirations/expirations.ts';
import type { LatestQuotes } from '../underlyings/latest-quotes.ts';
import type { RecordedUnderlyings } from '../underlyings/recorded-underlyings.ts';
import type { Vendor } from '../vendor.ts';
import type { Client } from './client.ts';
import { listen } from './listen.ts';
import type { MethodDeps } from './methods/method-deps.ts';
import { createMethods } from './methods/methods.ts';

/** The parts of the daemon that clients are served from. */
export interface ServerDeps {
  core: DaemonCore;
  market: Market;
  vendor: Vendor;
  underlyings: RecordedUnderlyings;
  schedule: Schedule;
  quotes: LatestQuotes;
  expirations: Expirations;
  alerts: AlertEngine;
  pruner: Pruner;
  archiver: Archiver;
  rebuilds: Rebuilds;
  databaseWatch: DatabaseWatch;
  greeting: () => Hello;
  phaseNow: MethodDeps['phaseNow'];
  /** A client asks the daemon to end. */
  onShutdown: () => void;
}

/** What clients are served. */
export interface ServedClients {
  /** What one gets now that subscribes to each recorded chain, the first symbol's nearest in front. */
  pictures(): Snapshot[];
}

/**
 * Answers clients on the socket from here on. Clients are the last thing that the daemon closes: one whose connection ends
 * may take it that the database is free.
 * @throws SpyglassError `socket`
 */
export async function openServer(server: ServerDeps): Promise<ServedClients> {
  const { core, schedule, underlyings } = server;
  const { deps, clock, lifecycle, bus, log, db } = core;
  const clients = new Set<Client>();
  const playbacks = createPlaybacks({
    ...{ clock, log, mainSymbol: core.settings.symbol },
    openReader: () => openPastReader(core),
  });
  const past = createRemovedPast(db.archivedSessions, playbacks);
  const methods = createMethods({ ...methodDepsOf(server, past), clients: () => clients.size });
  await deps.desk?.beforeListening();
  const listener = await listen({
    ...{ clock, bus, log, clients, playbacks, epoch: deps.epoch },
    socketPath: deps.socketPath,
    platform: deps.platform,
    methods,
    subscriptions: schedule.secondary.chains,
  });
  lifecycle.addLast('clients', listener.close);
  lifecycle.add('playbacks', playbacks.close);
  // From here on this process is found by its socket.
  db.nameSuccessor(null);
  lifecycle.add('socket', listener.stop);
  const { chains } = schedule.secondary;
  const symbols = underlyings.all.map(({ symbol }) => symbol);
  return {
    pictures: () => symbols.flatMap(chains.recordedOf).map((chain) => methods.subscribe(0, chain)),
  };
}

/** In a thread of its own, where nothing else was given. */
function openPastReader({ deps, db, settings }: DaemonCore) {
  const open = deps.openPastReader ?? openReaderThread;
  const place = { databasePath: db.path, storeUrl: deps.storeUrl ?? null };
  return open({ ...place, archive: archivePlaceOf(deps, db.path), settings: { ...settings } });
}

function methodDepsOf(server: ServerDeps, past: RemovedPast): Omit<MethodDeps, 'clients'> {
  const { core, market, vendor, underlyings, schedule, pruner, archiver, rebuilds, databaseWatch } = server;
  const { context } = underlyings.first;
  const { settings, clock, startedAt, lifecycle, db, health } = core;
  const { scheduler, secondary } = schedule;
  const { signal } = lifecycle;
  const assumptions = () => assumptionsOf(settings, market.hours.calendar);
  return {
    ...{ hours: market.hours, startedAt, clock, db, health, pruner, archiver, rebuilds, scheduler, signal },
    ...{ past, usage: vendor.usage, budget: vendor.budget },
    ...{ coverage: underlyings.ledger.coverage, recorded: underlyings.shown },
    ...{ greeting: server.greeting, phaseNow: server.phaseNow, quotes: server.quotes, alerts: server.alerts },
    chains: secondary.chains,
    watched: secondary.watched,
    expirations: server.expirations.of,
    waiting: underlyings.waiting,
    lookAtDatabase: databaseWatch.look,
    dealerSign: () => settings.dealerSign,
    assumptions,
    backfill: (request) => backfillStep({ ...context, budget: vendor.budget }, request, signal),
    recompute: (request) => {
      const { dealerSign } = settings;
      const recorded = { ...db, chains: chainsOfBoth(db.chains, past) };
      const terms = { assumptions: assumptions(), dealerSign, asOf: clock.now() };
      return recomputeStep({ db: recorded, ...terms, clock, signal }, request);
    },
    lastTrade: (request) => readLastTrade(context, request, signal),
    doctor: async () => [
      ...(core.deps.desk ? await deskChecks(core.deps.desk.status) : []),
      ...(await doctorOf(server)),
    ],
    onShutdown: server.onShutdown,
    ...(core.deps.desk && { desk: core.deps.desk.status }),
  };
}

function doctorOf({ core, market, vendor, underlyings, schedule, expirations }: ServerDeps) {
  const { symbol } = underlyings.first;
  const { endpoints, entitlements, budget, serverDate } = vendor;
  /** What the plan includes by now is polled from now on instead of from tomorrow. */
  const pollAgain = async () => {
    const request = { priority: 'scheduled', isForced: false } as const;
    const polls = underlyings.all.flatMap((underlying) => underlying.polls);
    for (const { name } of polls) await schedule.scheduler.runNow(name, request);
    schedule.scheduler.replan();
  };
  return checkUpstream({
    ...{ symbol, clock: core.clock, endpoints, entitlements, budget },
    isVirtualClock: core.deps.isVirtualClock,
    expiration: () => expirations.nearest(symbol),
    calendar: market.hours.calendar,
    skewMs: serverDate.skewMs,
    plan: vendor.intervals.plan,
    onGranted: () => void pollAgain(),
  });
}

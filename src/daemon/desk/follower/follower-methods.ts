import { SpyglassError } from '../../../base/errors.ts';
import type { Clock } from '../../../base/clock.ts';
import type { DeskStatus } from '../../../protocol/desk/desk-state.ts';
import type { DoctorCheck } from '../../../protocol/doctor-check.ts';
import type { AlertsSummary } from '../../../protocol/alerts.ts';
import type { ArchiveReport } from '../../../protocol/archive.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { Health, Hello, Status } from '../../../protocol/state.ts';
import type { DatabaseStatus } from '../../../recordings/status.ts';
import type { PastMethod } from '../../playback/past-reader.ts';
import type { Playbacks } from '../../playback/playbacks.ts';
import type { Methods } from '../../server/rpc.ts';
import type { FollowedChain, Mirror } from './mirror.ts';
import { refusedMethods } from './refused-methods.ts';

/** What a follower answers from. */
export interface FollowerMethodsOptions {
  greeting: () => Hello;
  clock: Clock;
  /** Epoch ms. */
  startedAt: number;
  mirror: Mirror;
  /** The recorder's problems with this daemon's own. */
  health: (recorders: Health) => Health;
  /** Reads the recording. */
  past: Pick<Playbacks, 'askNow'>;
  desk: () => Promise<DeskStatus>;
  database: () => Promise<DatabaseStatus>;
  archive: () => Promise<ArchiveReport>;
  doctor: () => Promise<DoctorCheck[]>;
  clients: () => number;
  onShutdown: () => void;
}

/** What a follower answers: the recorder's picture, and what is recorded. What costs calls or changes anything is refused. */
export function createFollowerMethods(options: FollowerMethodsOptions): Methods<FollowedChain> {
  const { greeting, clock, mirror, past, archive } = options;
  const main = () => mirror.main().snapshot();
  const ask =
    <M extends PastMethod>(method: M): Methods<FollowedChain>[M] =>
    // biome-ignore lint/suspicious/noExplicitAny: params and result belong to the same method, which TypeScript cannot see.
    (params: any) =>
      past.askNow(method, params) as never;
  return {
    ...refusedMethods(() => greeting().desk?.recorder ?? null),
    hello: greeting,
    subscribe: (seq, target) => withHealth(target.snapshot(), options, seq),
    status: () => statusOf(options),
    'usage.get': () => main().usage!,
    'alerts.get': () => main().alerts,
    'archive.list': archive,
    async 'quote.get'(params) {
      const { symbol = greeting().symbol } = params;
      const known = main().watch.find((watched) => watched.symbol === symbol)?.quote;
      return known ?? (await past.askNow('quote.get', { symbol }));
    },
    async 'chain.get'(params) {
      const { symbol = greeting().symbol, expiration, at } = params;
      const open = at === undefined ? shownOf(mirror, symbol, expiration)?.chain : null;
      return open ?? (await past.askNow('chain.get', { ...params, symbol }));
    },
    async 'levels.get'({ symbol = greeting().symbol, at }) {
      const open = at === undefined ? shownOf(mirror, symbol)?.levels : null;
      return open ?? (await past.askNow('levels.get', { symbol, at }));
    },
    'levels.sum': ask('levels.sum'),
    'levels.history': ask('levels.history'),
    'levels.recomputed': ask('levels.recomputed'),
    'bars.get': ask('bars.get'),
    doctor: options.doctor,
    shutdown() {
      // After the answer has left.
      clock.after(0, options.onShutdown);
      return { isClosing: true };
    },
  };
}

/** The recorder's picture of a symbol's nearest chain, or of one expiration; absent where it keeps none. */
function shownOf(mirror: Mirror, symbol: string, expiration?: string): Snapshot | undefined {
  const named = expiration === undefined ? undefined : mirror.of(`${symbol} ${expiration}`)?.snapshot();
  if (named) return named;
  const nearest = mirror.of(symbol)?.snapshot();
  return expiration === undefined || nearest?.chain?.expiration === expiration ? nearest : undefined;
}

function withHealth(snapshot: Snapshot, { health }: FollowerMethodsOptions, seq: number): Snapshot {
  return { ...snapshot, health: health(snapshot.health), seq };
}

async function statusOf(options: FollowerMethodsOptions): Promise<Status> {
  const { greeting, clock, startedAt, mirror, health, clients } = options;
  const [desk, database] = await Promise.all([deskOf(options, mirror.facts()), databaseOf(options)]);
  const shown = mirror.main().snapshot();
  const { phase, jobs, coverage, alerts, usage } = shown;
  return {
    hello: greeting(),
    startedAt,
    uptimeMs: clock.now() - startedAt,
    ...{ phase, jobs, coverage },
    health: health(shown.health),
    budget: usage!.budget,
    rejectedRows: usage!.rejectedRows,
    database,
    alerts: summaryOf(alerts),
    clients: clients(),
    ...(desk && { desk }),
  };
}

/** While the store is away nobody can say who records; that it is away is in the health. */
async function deskOf(
  { desk }: FollowerMethodsOptions,
  { name, lastHandOver }: ReturnType<Mirror['facts']>,
): Promise<DeskStatus | null> {
  const found = await unlessAway(desk);
  return found && { ...found, lastHandOver: name === found.recorder ? lastHandOver : null };
}

async function databaseOf({ database, greeting }: FollowerMethodsOptions): Promise<DatabaseStatus> {
  const found = await unlessAway(database);
  return found ?? { path: greeting().databasePath, bytes: 0, schemaVersion: 'unknown', tables: [] };
}

async function unlessAway<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'store') return null;
    throw error;
  }
}

function summaryOf({ rules, recent }: Snapshot['alerts']): AlertsSummary {
  return {
    rules: rules.length,
    met: rules.filter(({ isMet, idle }) => isMet === true && idle === null).length,
    idle: rules.filter(({ idle }) => idle !== null).length,
    lastAt: recent[0]?.at ?? null,
  };
}

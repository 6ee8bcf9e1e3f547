import type { Clock } from '../../../base/clock.ts';
import type { SpyglassError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/log.ts';
import { createLifecycle } from '../../../base/lifecycle.ts';
import type { DeskStatus } from '../../../protocol/desk/desk-state.ts';
import type { DoctorCheck } from '../../../protocol/doctor-check.ts';
import type { ArchiveReport } from '../../../protocol/archive.ts';
import type { Hello } from '../../../protocol/state.ts';
import { protocolVersion } from '../../../protocol/version.ts';
import type { DatabaseStatus } from '../../../recordings/status.ts';
import type { EventJournal } from '../../../recordings/shared/event-journal.ts';
import { createEventBus, type EventBus } from '../../event-bus.ts';
import type { PastReader } from '../../playback/past-reader.ts';
import { createPlaybacks } from '../../playback/playbacks.ts';
import { createSharedReader, type SharedReader } from '../../playback/shared-reader.ts';
import type { Client } from '../../server/client.ts';
import { listen } from '../../server/listen.ts';
import { createFollowerHealth, type FollowerHealth } from './follower-health.ts';
import { createFollowerMethods } from './follower-methods.ts';
import type { WokenLoop } from '../woken-loop.ts';
import { followJournal } from './follow-journal.ts';
import { type LookedAtChains, lookedAtChains } from './looked-at.ts';
import { createMirror, type FollowedChain, type Mirror } from './mirror.ts';
import { picturesOf, type ReceivedPictures } from './received.ts';

/** What a follower is started with. */
export interface FollowerDeps {
  journal: EventJournal;
  /** Name of this daemon. */
  name: string;
  /** The store's name, for people. */
  store: string;
  /** Who records as things stand; `null` while nobody does. */
  recorder: () => string | null;
  desk: () => Promise<DeskStatus>;
  /** Opens what reads the recording. @param symbols that are recorded, the first one in front */
  openPastReader: (symbols: readonly string[]) => Promise<PastReader>;
  database: () => Promise<DatabaseStatus>;
  archive: () => Promise<ArchiveReport>;
  doctor: () => Promise<DoctorCheck[]>;
  socketPath: string;
  platform: NodeJS.Platform;
  clock: Clock;
  isVirtualClock: boolean;
  log: Logger;
  appVersion: string;
  pid: number;
  /** Unique to this start. */
  epoch: string;
  /** Why this daemon could not record when it was its turn; `null` where it was not. */
  problem: SpyglassError | null;
  onShutdown: () => void;
}

/** A daemon that records nothing and shows what the recorder of its store does. */
export interface Follower {
  readonly hello: Hello;
  /** Reads at once what may have come. */
  wake(): void;
  /** Who records may have changed. */
  showDesk(): void;
  /** Says goodbye to clients. Idempotent. */
  close(): Promise<void>;
}

/** What the recorder keeps for its followers; `null` while it has not begun. @throws SpyglassError `store` */
export async function readPictures(
  journal: Pick<EventJournal, 'snapshots'>,
): Promise<ReceivedPictures | null> {
  return picturesOf(await journal.snapshots());
}

/**
 * Serves clients on the socket as the recorder does, from what it keeps on and writes. Nothing is polled or changed.
 * @param first what the recorder keeps now
 * @throws SpyglassError `socket`
 */
export async function startFollower(first: ReceivedPictures, deps: FollowerDeps): Promise<Follower> {
  const { clock, log } = deps;
  const lifecycle = createLifecycle({
    clock,
    onProblem: (part, cause) => log.error({ part, err: cause }, 'a part did not close cleanly'),
  });
  const picture = openPicture(first, deps);
  lifecycle.add('journal', picture.journal.close);
  const hello = () => helloOf(deps, picture.mirror);
  try {
    await openFollowerServer(deps, picture, hello, lifecycle.add);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
  const started = hello();
  let shown = JSON.stringify(started.desk);
  log.info({ socket: deps.socketPath, recorder: deps.recorder(), store: deps.store }, 'following');
  return {
    hello: started,
    wake: picture.journal.wake,
    showDesk() {
      const { desk } = hello();
      const text = JSON.stringify(desk);
      if (!desk || text === shown) return;
      shown = text;
      picture.bus.emit('desk', desk);
    },
    close: lifecycle.close,
  };
}

/** The recorder's picture as this daemon keeps it up. */
interface FollowedPicture {
  bus: EventBus;
  mirror: Mirror;
  health: FollowerHealth;
  chains: LookedAtChains;
  reader: SharedReader;
  journal: WokenLoop;
}

function openPicture(first: ReceivedPictures, deps: FollowerDeps): FollowedPicture {
  const { clock, log } = deps;
  const bus = createEventBus();
  const health = createFollowerHealth(
    clock,
    () => mirror.facts().name,
    () => void bus.emit('health', health.with(mirror.main().snapshot().health)),
  );
  const mirror: Mirror = createMirror({
    ...{ first, bus, shownHealth: health.with },
    isLookedAt: (chain) => chains.isLookedAt(chain),
  });
  const reader = createSharedReader(() => deps.openPastReader(mirror.facts().symbols), clock);
  const chains: LookedAtChains = lookedAtChains({
    ...{ mirror, clock, reader: reader.shared },
    onError: (error) => log.warn({ err: error }, 'the recording could not be read'),
  });
  if (deps.problem) health.raise('recording', deps.problem);
  const journal = followJournal(first, {
    ...{ journal: deps.journal, clock, log },
    onPictures: mirror.take,
    onEvent: mirror.apply,
    onHeard: health.heard,
    onProblem: health.onStore,
  });
  return { bus, mirror, health, chains, reader, journal };
}

async function openFollowerServer(
  deps: FollowerDeps,
  { bus, mirror, health, chains, reader }: FollowedPicture,
  greeting: () => Hello,
  add: (name: string, close: () => void | Promise<void>) => void,
): Promise<void> {
  const { clock, log, socketPath, platform, epoch, desk, database, archive, doctor, onShutdown } = deps;
  const clients = new Set<Client<FollowedChain>>();
  const mainSymbol = mirror.main().subscription.symbol;
  const playbacks = createPlaybacks({
    ...{ clock, log, mainSymbol },
    openReader: async () => ({ ...reader.shared, close: async () => {} }),
  });
  add('reader', reader.close);
  add('playbacks', playbacks.close);
  const listener = await listen<FollowedChain>({
    ...{ socketPath, platform, clock, log, playbacks, epoch, bus, clients },
    methods: createFollowerMethods({
      ...{ greeting, clock, startedAt: clock.now(), mirror, health: health.with, past: playbacks },
      ...{ desk, database, archive, doctor, clients: () => clients.size, onShutdown },
    }),
    subscriptions: chains,
  });
  add('clients', listener.close);
}

function helloOf(deps: FollowerDeps, mirror: Mirror): Hello {
  const { appVersion, pid, epoch, clock, isVirtualClock, store, name } = deps;
  const { symbols } = mirror.facts();
  return {
    ...{ protocolVersion, appVersion, pid, epoch, mode: 'live', symbol: symbols[0]! },
    ...(symbols.length > 1 && { symbols: [...symbols] }),
    ...{ databasePath: store, now: clock.now(), clockSpeed: clock.speed, isVirtualClock },
    desk: { role: 'follower', recorder: deps.recorder(), self: name, store },
  };
}

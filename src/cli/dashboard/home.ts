import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { type Connection, createConnection } from '../../protocol/connection/connection.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import { attachToOwner } from '../daemon/attach.ts';
import { type OwnDaemon, startOwnDaemon } from '../daemon/own-daemon.ts';
import type { Environment } from '../invocation/environment.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { type Answering, findDaemon, unreachable } from '../daemon/find-daemon.ts';
import { isFirstStart } from './tour.ts';
import { refuseForRunning } from '../invocation/demo-flags.ts';
import { type Invocation, launchOptions } from '../invocation/invocation.ts';

/**
 * A connection to the dashboard’s daemon; it survives a restart of it.
 * @param subscription what to look at first; the daemon’s usual picture where it names nothing
 */
export function connectTo(
  { instance, ready }: Home,
  { appVersion }: Environment,
  subscription: MethodParams<'subscribe'> = {},
): Connection {
  return createConnection({
    ...{ ready, subscription },
    socketPath: instance.socketPath,
    clock: systemClock(),
    appVersion,
    client: 'dashboard',
  });
}

/** The daemon that a dashboard shows: a running one, or its own. */
export interface Home {
  instance: Instance;
  isEmbedded: boolean;
  /** Nothing was recorded before it was opened, and no dashboard was. */
  isFirstStart?: boolean;
  /** The real market's recording that ends with this process, unless it moves; `null` where nothing would be lost. */
  recording: OwnDaemon | null;
  /** A note for the user, next to the picture. */
  notice: string | null;
  /** A note while it starts. */
  asking: string | null;
  /** Resolves when the daemon listens; rejects with the reason when it does not start. */
  ready: Promise<void>;
  /** The recording that is shown first; absent for the market as it is. */
  playback?: HomePlayback;
  close(): Promise<void>;
}

/** What of a recording is shown first. */
export interface HomePlayback {
  first: MethodParams<'subscribe'>;
  /** There is no market as it is beside it. */
  isOnly: boolean;
}

/** The connection that a dashboard begins with. @param symbol `null` for the one that is recorded first */
export function firstConnection(home: Home, environment: Environment, symbol: string | null): Connection {
  const { isOnly, first } = home.playback ?? {};
  return connectTo(home, environment, isOnly ? first : symbol === null ? {} : { symbol });
}

/**
 * Uses a daemon, and stops it afterwards where it was started for that.
 * @param signal ends the wait for a daemon that another program starts
 */
export async function withHome<T>(
  invocation: Invocation,
  flags: GlobalFlags,
  use: (home: Home) => Promise<T>,
  signal?: AbortSignal,
  isSecondTry = false,
): Promise<T> {
  const home = await openHome(invocation, flags);
  try {
    return await use(home);
  } catch (error) {
    // Another dashboard was quicker; both end up on the same daemon.
    if (!(error instanceof SpyglassError && error.code === 'database_locked')) throw error;
    const other = await attachToOwner(invocation, 'dashboard', signal);
    if (other) return await use(attached(invocation, other));
    const held = await unreachable(invocation);
    if (held || isSecondTry || signal?.aborted) throw held ?? error;
    // The quicker one has ended meanwhile.
    return await withHome(invocation, flags, use, signal, true);
  } finally {
    await home.close();
  }
}

/** A daemon that runs already. */
export function attached(invocation: Invocation, { link, instance }: Answering): Home {
  link.close();
  refuseForRunning(invocation, link.hello);
  const ready = Promise.resolve();
  return {
    ...{ instance, isEmbedded: false, recording: null, notice: null, asking: null, ready },
    close: async () => {},
  };
}

/** Attaches to a running daemon, else begins to start one. */
async function openHome(invocation: Invocation, flags: GlobalFlags): Promise<Home> {
  const found = await findDaemon(invocation, 'dashboard');
  if (found) return attached(invocation, found);
  const mode = invocation.chosenMode ?? 'demo';
  const plan = launchOptions(invocation, mode);
  const isFirst = isFirstStart(plan.instance);
  const daemon = startOwnDaemon(invocation, flags, plan);
  return {
    isFirstStart: isFirst,
    instance: plan.instance,
    isEmbedded: true,
    recording: mode === 'live' ? daemon : null,
    notice:
      invocation.chosenMode === null
        ? 'No API key: this market is simulated. Set MASSIVE_API_KEY to see the real one.'
        : null,
    asking: mode === 'live' ? `Asking ${plan.settings.baseUrl} …` : null,
    ready: daemon.ready,
    close: daemon.close,
  };
}

import type { Clock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { Seek } from '../state/playback/playback.ts';
import { shownSubscription } from '../state/selectors.ts';
import type { Store } from '../state/store.ts';
import type { Token } from '../theme/tokens.ts';
import { startPlaybackFeed } from './playback-feed.ts';
import { startPlaybackQuestions } from './playback-questions.ts';
import { createSeeks } from './seeks.ts';

/** Opens a connection of its own to the daemon that the dashboard shows, and plays the recording on it. */
export type OpenPlayback = (subscription: MethodParams<'subscribe'>) => Connection;

/** What the user can do with recordings. A seek that fails is said, and leaves everything as it was. */
export interface PlaybackControls {
  /**
   * Opens a playback, or goes there with the one that is open: `at` is epoch ms, `null` for the last instant.
   * @param pace paused by default
   */
  enter(at: number | null, pace?: Pick<MethodParams<'subscribe'>, 'speed' | 'paused'>): Promise<void>;
  /** Shows what a connection plays that plays recordings only. It is left open. */
  attach(connection: Connection): void;
  /** Back to the market as it is, at once. */
  leave(): void;
  /** Goes elsewhere, or on at another speed; what is not named stays. */
  seek(change: Partial<Seek>): Promise<void>;
  /** Asks what the recording has, as of the instant that is shown. @throws SpyglassError the daemon's reason */
  request: Connection['request'];
  /** Shows another symbol or expiration at the same instant. @throws SpyglassError the daemon's reason */
  look(subscription: ChainSubscription): Promise<void>;
  close(): void;
}

/** What playback acts on. */
export interface PlaybackControlsOptions {
  store: Store;
  clock: Clock;
  open: OpenPlayback;
  toast(text: string, token?: Token): void;
}

interface OpenedPlayback {
  connection: Connection;
  seeks: ReturnType<typeof createSeeks>;
  close(): void;
}

/**
 * Plays recordings beside the live connection, which stays open. A playback ends with its connection: the market as it is is
 * shown again, and why is said.
 */
export function createPlaybackControls(options: PlaybackControlsOptions): PlaybackControls {
  const { store, open, toast } = options;
  let opened: OpenedPlayback | null = null;

  const close = () => {
    opened?.close();
    opened = null;
  };
  const leave = () => {
    close();
    store.dispatch({ type: 'playback-closed' });
  };
  const end = (why: string) => {
    if (!opened) return;
    leave();
    toast(upstreamText(`Back to the market as it is: ${why}`, 300), 'warning');
  };

  const seek = async (change: Partial<Seek>) => {
    await opened?.seeks.seek(change).catch((thrown: unknown) => toast(reasonOf(thrown), 'warning'));
  };
  const begin = () => {
    const { now } = store.getState();
    store.dispatch({ type: 'playback-opened', now: now.market, real: now.real });
  };

  return {
    async enter(at, pace = { paused: true }) {
      if (opened) return await seek({ at: at ?? undefined, ...pace });
      const subscription = subscribedTo(shownSubscription(store.getState()));
      const params = { ...subscription, ...(at !== null && { at }), ...pace };
      begin();
      opened = openPlayback(options, { connection: open(params), first: params, isOwn: true }, end);
    },
    attach(connection) {
      if (opened) return;
      begin();
      opened = openPlayback(options, { connection, first: { paused: true }, isOwn: false }, () => {});
    },
    leave,
    seek,
    async request(method, params, ...rest) {
      if (!opened) throw new SpyglassError('usage', 'No recording is played.');
      return await opened.connection.request(method, params, ...rest);
    },
    async look({ symbol, expiration }) {
      await opened?.seeks.seek({ symbol, expiration: expiration ?? undefined });
    },
    close,
  };
}

/** As `subscribe` takes it: the nearest expiration is the one that is not named. */
function subscribedTo({ symbol, expiration }: ChainSubscription): MethodParams<'subscribe'> {
  return { ...(symbol !== '' && { symbol }), ...(expiration !== null && { expiration }) };
}

function reasonOf(thrown: unknown): string {
  const { message, hint } = toSpyglassError(thrown);
  return upstreamText(`${message} ${hint}`, 200);
}

/** The connection of a playback, and what it was asked for first. */
interface PlayedConnection {
  connection: Connection;
  first: MethodParams<'subscribe'>;
  /** It ends with the playback. */
  isOwn: boolean;
}

/** @param end called where the connection is lost, or plays nothing */
function openPlayback(
  { store, clock, toast }: PlaybackControlsOptions,
  { connection, first, isOwn }: PlayedConnection,
  end: (why: string) => void,
): OpenedPlayback {
  const seeks = createSeeks(connection, store);
  let isClosed = false;
  let hasAskedWhy = false;
  const stopFeed = startPlaybackFeed({
    ...{ connection, store, clock },
    onAlert: ({ message }) => toast(`▲ ${upstreamText(message, 200)}`),
    onProblem: ({ message, hint }) => toast(upstreamText(`${message} ${hint}`, 200), 'warning'),
    onLost: end,
    onNotPlayed() {
      if (hasAskedWhy) return end('this daemon plays no recordings');
      hasAskedWhy = true;
      // It has shown the market instead: asked again, it says why.
      connection.subscribe(first).catch((thrown: unknown) => end(reasonOf(thrown)));
    },
  });
  const stopQuestions = startPlaybackQuestions(connection, store, clock);
  return {
    connection,
    seeks,
    close() {
      if (isClosed) return;
      isClosed = true;
      seeks.close();
      stopQuestions();
      stopFeed();
      if (isOwn) void connection.close();
    },
  };
}

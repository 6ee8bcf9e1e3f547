import { SpyglassError } from '../../base/errors.ts';
import { inTurn } from '../../base/in-turn.ts';
import type { ChainSubscription } from '../chain-subscription.ts';
import { createListeners, type SubscriptionListeners } from './connection-listeners.ts';
import type { Snapshot } from '../events.ts';
import { createRetryDelay, keepLinked } from './keep-linked.ts';
import { type Link, type LinkOptions, openLink } from './link.ts';
import type { DaemonEvent, UnknownEvent } from './link-messages.ts';
import type { MethodName, MethodParams, MethodResults } from '../methods.ts';
import type { Hello } from '../state.ts';
import { subscribeLink } from './subscribe-link.ts';

/** How the connection is, for the screen. */
export interface ConnectionState {
  status: 'connecting' | 'connected' | 'lost';
  /** Of the daemon connected to, or of the last one while the connection is lost. */
  hello: Hello | null;
  /** Why the connection is lost. */
  message: string | null;
  /** Attempts to reconnect since it was lost. */
  attempt: number;
  /** When the next attempt starts, by the real clock given. */
  retryAt: number | null;
}

/** A subscription that survives the daemon: it reconnects for as long as it is open. */
export interface Connection {
  onState(listener: (state: ConnectionState) => void): () => void;
  /**
   * Looks at something else from here on, also after a reconnect; listeners get its snapshot before this resolves. When
   * it fails, everything stays as it was.
   * @throws SpyglassError `not_running` while the connection is lost, or the daemon's reason
   */
  look(subscription: ChainSubscription): Promise<void>;
  /** The same with every parameter of `subscribe`: plays the recording, seeks in it, or pauses. */
  subscribe(params: MethodParams<'subscribe'>): Promise<void>;
  /** At first, after each reconnect and after `look`. */
  onSnapshot(listener: (snapshot: Snapshot, hello: Hello) => void): () => void;
  onEvent(listener: (event: DaemonEvent) => void): () => void;
  /** Events of a newer daemon that this version does not know; they change nothing here. */
  onUnknownEvent(listener: (event: UnknownEvent) => void): () => void;
  /** How many of them have come, by name. */
  unknownEvents(): ReadonlyMap<string, number>;
  /** @throws SpyglassError `not_running` while the connection is lost. */
  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  /** Reconnects at once instead of after its usual delay, since a daemon answers now. Does nothing while connected. */
  retryNow(): void;
  close(): Promise<void>;
}

/** Where the daemon answers, and whether it still starts. */
export interface ConnectionOptions extends LinkOptions {
  /** The daemon is being started: the first attempt waits for this, and none is made where it rejects. */
  ready?: Promise<unknown>;
  /** What to look at first; the daemon's usual picture without it, and where the daemon has no room for it. */
  subscription?: MethodParams<'subscribe'>;
}

const notConnected = () => new SpyglassError('not_running', 'The daemon is not connected at the moment.');

/**
 * Keeps a subscribed link to the daemon on the socket. It starts by itself in the next turn of the event loop,
 * so that listeners can be added first.
 */
export function createConnection({ ready, subscription = {}, ...options }: ConnectionOptions): Connection {
  const { clock } = options;
  const stop = new AbortController();
  const retryDelay = createRetryDelay(clock, stop.signal);
  const states = createListeners<[ConnectionState]>();
  const listeners: SubscriptionListeners = {
    snapshots: createListeners(),
    events: createListeners(),
    unknownEvents: createListeners(),
  };
  const unknownEvents = new Map<string, number>();
  listeners.unknownEvents.add(({ name }) => unknownEvents.set(name, (unknownEvents.get(name) ?? 0) + 1));
  let link: Link | null = null;
  let wanted = subscription;
  /** Subscribes the link in use anew. */
  let subscribe: ((params: MethodParams<'subscribe'>) => Promise<void>) | null = null;
  let isRunning = false;
  let state: ConnectionState = {
    ...{ status: 'connecting', hello: null, message: null, attempt: 0, retryAt: null },
  };

  const setState = (next: ConnectionState) => {
    state = next;
    states.call(state);
  };

  /** Stays until the link ends; returns why it did. */
  const hold = async (opened: Link): Promise<string> => {
    try {
      await subscribeLink(opened, wanted, listeners, {
        onUsualPicture: () => {
          wanted = {};
        },
        onSubscribed: (again) => {
          link = opened;
          subscribe = again;
          retryDelay.reset();
          setState({ status: 'connected', hello: opened.hello, message: null, attempt: 0, retryAt: null });
        },
      });
      return await opened.closed;
    } finally {
      link = null;
      subscribe = null;
    }
  };

  const run = async () => {
    isRunning = true;
    await keepLinked({
      ...{ open: () => openLink(options), hold, signal: stop.signal },
      onLost: async ({ reason, attempt, delayMs }) => {
        const retryAt = clock.now() + delayMs;
        setState({ status: 'lost', hello: state.hello, message: reason, attempt, retryAt });
        await retryDelay.wait(delayMs);
      },
    });
  };
  // The code that started the daemon reports its failure.
  const running = Promise.resolve(ready).then(run, () => undefined);

  // One after the other: each answer is the picture of what was asked for last.
  const subscribeInTurn = inTurn(async (params: MethodParams<'subscribe'>) => {
    if (!subscribe) throw notConnected();
    await subscribe(params);
    wanted = params;
  });

  return {
    look: ({ symbol, expiration }) => subscribeInTurn({ symbol, ...(expiration !== null && { expiration }) }),
    subscribe: subscribeInTurn,
    onState: (listener) => {
      listener(state);
      return states.add(listener);
    },
    onSnapshot: listeners.snapshots.add,
    onEvent: listeners.events.add,
    onUnknownEvent: listeners.unknownEvents.add,
    unknownEvents: () => unknownEvents,
    async request(method, params) {
      if (!link) throw notConnected();
      return await link.request(method, params);
    },
    retryNow() {
      if (!link) retryDelay.skip();
    },
    async close() {
      stop.abort();
      if (isRunning) await running;
    },
  };
}

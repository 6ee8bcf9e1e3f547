import { SpyglassError, toSpyglassError } from '../base/errors.ts';
import type { Snapshot } from './events.ts';
import { type DaemonEvent, type Link, type LinkOptions, openLink, type UnknownEvent } from './link.ts';
import type { MethodName, MethodParams, MethodResults } from './methods.ts';
import type { Hello } from './state.ts';
import type { ChainSubscription } from './chain-subscription.ts';

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
   * @throws SpyglassError `not_running` while the connection is lost, or the daemon's reason for refusing
   */
  look(subscription: ChainSubscription): Promise<void>;
  /** At first, after each reconnect and after `look`. */
  onSnapshot(listener: (snapshot: Snapshot, hello: Hello) => void): () => void;
  onEvent(listener: (event: DaemonEvent) => void): () => void;
  /** Events of a newer daemon that this version does not know; they change nothing here. */
  onUnknownEvent(listener: (event: UnknownEvent) => void): () => void;
  /** How many of them have come, by name. */
  unknownEvents(): ReadonlyMap<string, number>;
  /** @throws SpyglassError `not_running` while the connection is lost. */
  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  /** Reconnects at once instead of after its usual delay: somebody answers now. While it is connected, nothing happens. */
  retryNow(): void;
  close(): Promise<void>;
}

export interface ConnectionOptions extends LinkOptions {
  /** The daemon is being started: the first attempt waits for this, and none is made where it rejects. */
  ready?: Promise<unknown>;
}

const firstRetryMs = 250;
const longestRetryMs = 5000;

/** An event on its way to the listeners. */
interface Arrival {
  seq: number;
  isAlert: boolean;
  tell: () => void;
}

/**
 * Keeps a subscribed link to whoever answers on the socket. It starts by itself in the next turn of the event loop,
 * so that listeners can be added first.
 */
export function createConnection({ ready, ...options }: ConnectionOptions): Connection {
  const { clock } = options;
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const snapshotListeners = new Set<(snapshot: Snapshot, hello: Hello) => void>();
  const eventListeners = new Set<(event: DaemonEvent) => void>();
  const unknownListeners = new Set<(event: UnknownEvent) => void>();
  const unknownEvents = new Map<string, number>();
  const stop = new AbortController();
  let link: Link | null = null;
  let wanted: MethodParams<'subscribe'> = {};
  /** Subscribes the link in use anew. */
  let subscribeAgain: ((params: MethodParams<'subscribe'>) => Promise<void>) | null = null;
  let state: ConnectionState = {
    status: 'connecting',
    hello: null,
    message: null,
    attempt: 0,
    retryAt: null,
  };

  let looking: Promise<unknown> = Promise.resolve();

  const setState = (next: ConnectionState) => {
    state = next;
    for (const listener of stateListeners) listener(state);
  };

  /** Stays until the link ends; returns why it did. */
  const hold = async (opened: Link): Promise<string> => {
    let lastSeq: number | null = null;
    let early: Arrival[] = [];
    let isWaiting = true;
    const pass = ({ seq, tell }: Arrival) => {
      if (lastSeq !== null && seq <= lastSeq) return;
      if (lastSeq !== null && seq !== lastSeq + 1) return opened.close();
      lastSeq = seq;
      tell();
    };
    const passEarly = () => {
      isWaiting = false;
      const arrived = early;
      early = [];
      arrived.forEach(pass);
    };
    const arrive = (arrival: Arrival) => (isWaiting ? void early.push(arrival) : pass(arrival));
    opened.onEvent((event) =>
      arrive({
        seq: event.seq,
        isAlert: event.name === 'alert',
        tell: () => {
          for (const listener of eventListeners) listener(event);
        },
      }),
    );
    opened.onUnknownEvent((event) => {
      const { name, seq } = event;
      const tell = () => {
        unknownEvents.set(name, (unknownEvents.get(name) ?? 0) + 1);
        for (const listener of unknownListeners) listener(event);
      };
      if (seq === null) tell();
      else arrive({ seq, isAlert: false, tell });
    });
    const take = (snapshot: Snapshot) => {
      // What is told once is in no snapshot.
      const told = early.filter(({ isAlert, seq }) => isAlert && lastSeq !== null && seq <= snapshot.seq);
      for (const listener of snapshotListeners) listener(snapshot, opened.hello);
      lastSeq = snapshot.seq;
      for (const { tell } of told) tell();
      passEarly();
    };
    const snapshot = await opened.request('subscribe', wanted).catch(async (thrown: unknown) => {
      if (Object.keys(wanted).length === 0) throw thrown;
      // Another daemon may have no room for what this one looked at; the usual picture is better than none.
      wanted = {};
      return await opened.request('subscribe', wanted);
    });
    link = opened;
    isRetryWanted = false;
    setState({ status: 'connected', hello: opened.hello, message: null, attempt: 0, retryAt: null });
    take(snapshot);
    subscribeAgain = async (params) => {
      isWaiting = true;
      try {
        take(await opened.request('subscribe', params));
        wanted = params;
      } finally {
        if (isWaiting) passEarly();
      }
    };
    return await opened.closed;
  };

  let isRetryWanted = false;
  let endDelay = () => {};
  const delayRetry = async (ms: number) => {
    const over = new AbortController();
    endDelay = () => over.abort();
    // An attempt that was under way when somebody began to answer may have come too early.
    if (!isRetryWanted) await clock.sleep(ms, AbortSignal.any([stop.signal, over.signal]));
    isRetryWanted = false;
  };

  let isRunning = false;
  const run = async () => {
    isRunning = true;
    for (let attempt = 0; !stop.signal.aborted; ) {
      let reason: string;
      let opened: Link | null = null;
      try {
        opened = await openLink(options);
        if (stop.signal.aborted) return opened.close();
        const end = () => opened?.close();
        stop.signal.addEventListener('abort', end, { once: true });
        reason = await hold(opened);
        stop.signal.removeEventListener('abort', end);
        attempt = 0;
      } catch (thrown) {
        opened?.close();
        const error = toSpyglassError(thrown);
        reason =
          error.code === 'not_running' ? 'the daemon is not running' : `${error.message} ${error.hint}`;
      }
      link = null;
      subscribeAgain = null;
      if (stop.signal.aborted) return;
      const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempt, 10));
      attempt += 1;
      setState({
        status: 'lost',
        hello: state.hello,
        message: reason,
        attempt,
        retryAt: clock.now() + delay,
      });
      await delayRetry(delay);
    }
  };
  // Where it rejects, whoever started the daemon is told.
  const running = Promise.resolve(ready).then(run, () => undefined);

  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  };
  return {
    onState: (listener) => {
      listener(state);
      return listen(stateListeners, listener);
    },
    look({ symbol, expiration }) {
      const params = { symbol, ...(expiration !== null && { expiration }) };
      // One after the other: each answer is the picture of what was asked for last.
      const look = async () => {
        if (!subscribeAgain) {
          throw new SpyglassError('not_running', 'The daemon is not connected at the moment.');
        }
        await subscribeAgain(params);
      };
      const looked = looking.then(look);
      // The caller gets the rejection; the next one only waits for this one's end.
      looking = looked.then(
        () => undefined,
        () => undefined,
      );
      return looked;
    },
    onSnapshot: (listener) => listen(snapshotListeners, listener),
    onEvent: (listener) => listen(eventListeners, listener),
    onUnknownEvent: (listener) => listen(unknownListeners, listener),
    unknownEvents: () => unknownEvents,
    async request(method, params) {
      if (!link) throw new SpyglassError('not_running', 'The daemon is not connected at the moment.');
      return await link.request(method, params);
    },
    retryNow() {
      if (link) return;
      isRetryWanted = true;
      endDelay();
    },
    async close() {
      stop.abort();
      if (isRunning) await running;
    },
  };
}

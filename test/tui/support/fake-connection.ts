import { SpyglassError } from '../../../src/base/errors.ts';
import type { EventName, EventPayloads, Snapshot } from '../../../src/protocol/events.ts';
import type { MethodName, MethodParams, MethodResults } from '../../../src/protocol/methods.ts';
import type { Hello } from '../../../src/protocol/state.ts';
import type { ChainSubscription } from '../../../src/protocol/chain-subscription.ts';
import type { Connection, ConnectionState } from '../../../src/protocol/connection/connection.ts';
import type { DaemonEvent, PlaybackPlace } from '../../../src/protocol/connection/link-messages.ts';

export interface AskedRequest {
  method: MethodName;
  params: unknown;
  answer(result: unknown): void;
  refuse(error: unknown): void;
}

export interface AskedView {
  subscription: ChainSubscription;
  answer(snapshot: Snapshot): void;
  refuse(error: unknown): void;
}

/** A connection that says what the test tells it to, when the test tells it to. */
export interface FakeConnection extends Connection {
  /** Requests that were made, oldest first. */
  readonly asked: AskedRequest[];
  /** What it was asked to look at, oldest first. */
  readonly looked: AskedView[];
  /** What it was asked to play, oldest first. */
  readonly played: MethodParams<'subscribe'>[];
  /** How often it was asked to reconnect at once. */
  readonly retries: () => number;
  connect(snapshot: Snapshot, hello: Hello): void;
  lose(message: string, retryAt: number): void;
  /** @param place of an event of a playback */
  send<N extends EventName>(name: N, payload: EventPayloads[N], place?: PlaybackPlace): void;
}

export function fakeConnection(): FakeConnection {
  let state: ConnectionState = {
    status: 'connecting',
    hello: null,
    message: null,
    attempt: 0,
    retryAt: null,
  };
  let seq = 0;
  let retries = 0;
  const stateListeners = new Set<(state: ConnectionState) => void>();
  const snapshotListeners = new Set<(snapshot: Snapshot, hello: Hello) => void>();
  const eventListeners = new Set<(event: DaemonEvent) => void>();
  const asked: AskedRequest[] = [];
  const looked: AskedView[] = [];
  const played: MethodParams<'subscribe'>[] = [];
  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  };
  const setState = (next: ConnectionState) => {
    state = next;
    for (const listener of stateListeners) listener(state);
  };
  return {
    asked,
    looked,
    played,
    async subscribe(params) {
      played.push(params);
    },
    onState(listener) {
      listener(state);
      return listen(stateListeners, listener);
    },
    look(subscription) {
      if (state.status !== 'connected') {
        return Promise.reject(new SpyglassError('not_running', 'The daemon is not connected at the moment.'));
      }
      return new Promise((resolve, reject) => {
        looked.push({
          subscription,
          answer(snapshot) {
            seq = snapshot.seq;
            for (const listener of snapshotListeners) listener(snapshot, state.hello!);
            resolve();
          },
          refuse: reject,
        });
      });
    },
    onSnapshot: (listener) => listen(snapshotListeners, listener),
    onEvent: (listener) => listen(eventListeners, listener),
    onUnknownEvent: () => () => {},
    unknownEvents: () => new Map(),
    request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]> {
      if (state.status !== 'connected') {
        return Promise.reject(new SpyglassError('not_running', 'The daemon is not connected at the moment.'));
      }
      return new Promise((resolve, reject) => {
        asked.push({
          method,
          params,
          answer: (result) => resolve(result as MethodResults[M]),
          refuse: reject,
        });
      });
    },
    connect(snapshot, hello) {
      seq = snapshot.seq;
      setState({ status: 'connected', hello, message: null, attempt: 0, retryAt: null });
      for (const listener of snapshotListeners) listener(snapshot, hello);
    },
    lose(message, retryAt) {
      setState({ status: 'lost', hello: state.hello, message, attempt: 1, retryAt });
    },
    send(name, payload, place = {}) {
      seq += 1;
      const event = { name, payload, seq, ...place } as DaemonEvent;
      for (const listener of eventListeners) listener(event);
    },
    retries: () => retries,
    retryNow() {
      retries += 1;
    },
    async close() {
      stateListeners.clear();
      snapshotListeners.clear();
      eventListeners.clear();
    },
  };
}

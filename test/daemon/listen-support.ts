import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import type { Logger } from '../../src/base/log.ts';
import type { Backlog } from '../../src/daemon/server/backlog.ts';
import { createPlaybacks } from '../../src/daemon/playback/playbacks.ts';
import { type EventBus, createEventBus } from '../../src/daemon/event-bus.ts';
import { type Listener, type ListenOptions, listen } from '../../src/daemon/server/listen.ts';
import type { Methods } from '../../src/daemon/server/rpc.ts';
import type { OpenChain } from '../../src/daemon/underlyings/chains/open-chains.ts';
import { lineSplitter, longestAnswerBytes } from '../../src/protocol/framing.ts';
import { methodNames } from '../../src/protocol/methods.ts';
import type { Hello } from '../../src/protocol/state.ts';
import { protocolVersion } from '../../src/protocol/version.ts';
import { silent } from '../support/silent-log.ts';
import { tempDir } from '../support/temp-dir.ts';

type Teardown = Pick<ExecutionContext, 'teardown'>;

export interface TestListener {
  listener: Listener;
  socketPath: string;
  bus: EventBus;
  clock: Clock;
}

export const hello: Hello = {
  protocolVersion,
  appVersion: '0.0.0',
  pid: 1,
  epoch: 'test',
  mode: 'live',
  symbol: 'SPY',
  databasePath: '/nowhere/spyglass.sqlite',
  now: 0,
  clockSpeed: 1,
  isVirtualClock: true,
};

const notHere = () => {
  throw new SpyglassError('no_data', 'There is no daemon behind this listener.');
};

/** All that a listener knows of a subscription is which one it is. */
export const mainSubscription = { subscription: { symbol: 'SPY', expiration: null } } as unknown as OpenChain;

/** A listener's own tests need no daemon behind it. */
const stubMethods = {
  ...Object.fromEntries(methodNames.map((name) => [name, notHere])),
  hello: () => hello,
  subscribe: (seq: number) => ({ seq }),
  'quote.get': () => null,
  refresh: () => [],
  shutdown: () => ({ isClosing: true }),
} as unknown as Methods;

export async function startListener(
  t: Teardown,
  options: {
    clock?: Clock;
    log?: Logger;
    socketPath?: string;
    methods?: Partial<Methods>;
    subscriptions?: ListenOptions['subscriptions'];
    playbacks?: ListenOptions['playbacks'];
    backlog?: Backlog;
  } = {},
): Promise<TestListener> {
  const { clock = systemClock(), log = silent } = options;
  const socketPath = options.socketPath ?? path.join(await tempDir(t), 'run', 's.sock');
  const bus = createEventBus();
  const listener = await listen({
    socketPath,
    platform: process.platform,
    methods: { ...stubMethods, ...options.methods },
    subscriptions: options.subscriptions ?? {
      main: mainSubscription,
      take: () => mainSubscription,
      release: () => {},
    },
    playbacks:
      options.playbacks ??
      createPlaybacks({ openReader: async () => notHere(), clock, log, mainSymbol: 'SPY' }),
    bus,
    clock,
    epoch: 'test',
    log,
    ...(options.backlog && { backlog: options.backlog }),
  });
  t.teardown(listener.close);
  return { listener, socketPath, bus, clock };
}

export interface RawClient {
  socket: net.Socket;
  send(message: unknown): void;
  write(text: string | Buffer): void;
  /** The next message that has not been taken yet; rejects when the connection ends before. */
  next(): Promise<Record<string, unknown>>;
  /** Everything that came until the daemon ended the connection. */
  rest(): Promise<Record<string, unknown>[]>;
  isOpen(): boolean;
}

/** A client that sends what it likes. */
export async function rawClient(t: Teardown, socketPath: string): Promise<RawClient> {
  const socket = net.connect(socketPath);
  t.teardown(() => socket.destroy());
  const messages: Record<string, unknown>[] = [];
  let isOpen = true;
  let wake = () => {};
  socket.on(
    'data',
    lineSplitter(
      longestAnswerBytes,
      (line) => {
        messages.push(JSON.parse(line));
        wake();
      },
      () => socket.destroy(),
    ),
  );
  // A daemon that has hung up makes writing fail, which is what these tests are about.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isOpen = false;
      wake();
      resolve();
    });
  });
  await once(socket, 'connect');
  return {
    socket,
    send: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    write: (text) => void socket.write(text),
    async next() {
      while (messages.length === 0) {
        if (!isOpen) throw new Error('the connection ended');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages.shift()!;
    },
    async rest() {
      await closed;
      return messages.splice(0);
    },
    isOpen: () => isOpen,
  };
}

export const helloRequest = (version = protocolVersion) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'hello',
  params: { protocolVersion: version, appVersion: '0.0.0', client: 'test' },
});

/** A raw client that has been greeted. */
export async function greetedClient(t: Teardown, socketPath: string): Promise<RawClient> {
  const client = await rawClient(t, socketPath);
  client.send(helloRequest());
  await client.next();
  return client;
}

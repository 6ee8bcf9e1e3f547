import net from 'node:net';
import {
  createJSONRPCErrorResponse,
  isJSONRPCID,
  isJSONRPCRequest,
  JSONRPCErrorCode,
  type JSONRPCID,
  type JSONRPCRequest,
  JSONRPCServer,
} from 'json-rpc-2.0';
import type { Clock } from '../../base/clock.ts';
import { messageOf, SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import { type EventName, type EventPayloads, eventNames } from '../../protocol/events.ts';
import { byeLine, encodeLine, lineSplitter, longestRequestBytes } from '../../protocol/framing.ts';
import {
  type MethodName,
  type MethodParams,
  type MethodResults,
  methodNames,
  methodParams,
} from '../../protocol/methods.ts';
import { protocolVersion } from '../../protocol/version.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import type { EventBus } from '../event-bus.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { listenOnFile, listenOnPipe } from './socket-file.ts';
import type { OpenView, Views } from '../underlyings/subscriptions.ts';

/** Each is told what the client looks at. */
export type Methods = {
  [M in Exclude<MethodName, 'subscribe'>]: (
    params: MethodParams<M>,
    subscription: OpenView,
  ) => MethodResults[M] | Promise<MethodResults[M]>;
} & { subscribe: (seq: number, subscription: OpenView) => MethodResults['subscribe'] };

export interface ListenOptions {
  socketPath: string;
  platform: NodeJS.Platform;
  methods: Methods;
  subscriptions: Pick<Views, 'main' | 'take' | 'release'>;
  bus: EventBus;
  clock: Clock;
  epoch: string;
  log: Logger;
  /** What all clients together may leave unread. */
  backlog?: Backlog;
}

export interface Listener {
  clients(): number;
  /** Takes no more connections or requests and forwards no events; who is connected stays so. */
  stop(): void;
  /** Says goodbye to everybody. The last thing to be closed: a client that hears it knows that all the rest is. */
  close(): Promise<void>;
}

interface Client {
  outbox: Outbox;
  /** `null` until it has said hello. */
  name: string | null;
  /** Speaks another version of the protocol: it may say hello and stop the daemon, no more. */
  isForeign: boolean;
  isSubscribed: boolean;
  looksAt: OpenView;
  end: (reason: string) => void;
}

/** Requests under way at once from one client; more is a fault on its side. */
const maxPending = 64;
/** Connections at once: far more than anybody has dashboards, far fewer than would hurt. */
const maxClients = 256;
/** Real milliseconds for the first `hello`, and for the rest of a line that has been begun. */
const patienceMs = 10_000;
/** Real milliseconds in which a client that is sent away may still read why. */
const graceMs = 1000;

/** How often, in real milliseconds, the socket is looked after. */
const lookEveryMs = 5000;

/**
 * Listens on the socket: requests in, answers and events out, one line each. Only the owner of the database's lock may
 * call this, since it replaces a socket that nobody answers on. A socket that was taken away (the runtime directory goes
 * with the user's last session) is made anew; whoever is connected stays so.
 * @throws SpyglassError `socket`
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { socketPath, platform, bus, clock, log } = options;
  const clients = new Set<Client>();
  const backlog = options.backlog ?? createBacklog();
  const state = { isStopped: false };
  /** Of every server there was: each ends with the last of its clients. */
  const ended: Promise<void>[] = [];

  const open = async () => {
    const server = net.createServer((socket) => accept(socket, clients, state, { ...options, backlog }));
    server.maxConnections = maxClients;
    try {
      const file = await (platform === 'win32' ? listenOnPipe : listenOnFile)(server, socketPath);
      server.on('error', (error) => log.error({ err: error }, 'the socket failed'));
      const close = () => {
        // Before the server closes, so that nobody connects to what has just ended.
        file.remove();
        ended.push(new Promise((resolve) => server.close(() => resolve())));
      };
      return { file, close };
    } catch (cause) {
      server.close();
      if (cause instanceof SpyglassError) throw cause;
      throw new SpyglassError('socket', `Cannot listen on ${socketPath}: ${messageOf(cause)}`, { cause });
    }
  };
  let door = await open();

  let lastProblem = '';
  const openAgain = async () => {
    try {
      const next = await open();
      if (state.isStopped) return next.close();
      door.close();
      door = next;
      log.warn({ socket: socketPath }, 'the socket was gone and has been made anew');
    } catch (thrown) {
      const problem = messageOf(thrown);
      if (problem !== lastProblem) log.warn({ err: thrown }, 'nobody can connect: the socket is gone');
      lastProblem = problem;
    }
  };
  let opening = Promise.resolve();
  let cancelLook = () => {};
  const lookLater = () => {
    cancelLook = clock.after(lookEveryMs * clock.speed, () => {
      if (door.file.isThere()) {
        lastProblem = '';
        return lookLater();
      }
      opening = openAgain().then(() => {
        if (!state.isStopped) lookLater();
      });
    });
  };
  lookLater();

  const forward = eventNames.map((name) => {
    const pass = (payload: EventPayloads[EventName], subscription?: ChainSubscription) => {
      let json: string | null = null;
      for (const client of clients) {
        if (
          !client.isSubscribed ||
          (subscription !== undefined && client.looksAt.subscription !== subscription)
        )
          continue;
        json ??= JSON.stringify(payload);
        client.outbox.offer(name, payload as never, json);
      }
    };
    bus.on(name, pass);
    return () => bus.off(name, pass);
  });

  const stop = () => {
    if (state.isStopped) return;
    state.isStopped = true;
    cancelLook();
    for (const off of forward) off();
    door.close();
  };

  return {
    clients: () => clients.size,
    stop,
    async close() {
      stop();
      for (const client of clients) client.end('the daemon is closing');
      await opening;
      await Promise.all(ended);
    },
  };
}

function accept(
  socket: net.Socket,
  clients: Set<Client>,
  listening: { isStopped: boolean },
  options: ListenOptions & { backlog: Backlog },
): void {
  const { methods, subscriptions, epoch, log, clock, backlog } = options;
  const wait = (ms: number, run: () => void) => clock.after(ms * clock.speed, run);
  let hasEnded = false;
  const cancelGreeting = wait(patienceMs, () => {
    if (client.name === null) sendAway('it did not say hello');
  });
  let cancelLine: (() => void) | null = null;
  const lineEnded = () => {
    cancelLine?.();
    cancelLine = null;
  };

  const end = (reason: string) => {
    if (hasEnded) return;
    hasEnded = true;
    cancelGreeting();
    lineEnded();
    outbox.close();
    clients.delete(client);
    subscriptions.release(client.looksAt);
    log.debug({ client: client.name, reason }, 'a client left');
    if (socket.destroyed) return;
    if (socket.writable) socket.write(byeLine(reason));
    socket.destroySoon();
    const cancel = wait(graceMs, () => socket.destroy());
    socket.once('close', cancel);
  };
  /** Ends the connection through a fault of the client's. */
  const sendAway = (reason: string) => {
    if (!hasEnded) log.warn({ client: client.name, reason }, 'a client was dropped');
    end(reason);
  };
  const refuse = (id: JSONRPCID, code: number, message: string) =>
    outbox.send(encodeLine(createJSONRPCErrorResponse(id, code, message)));
  const outbox = createOutbox({ socket, clock, epoch, backlog, onHopeless: sendAway });
  const client: Client = {
    ...{ outbox, name: null, isForeign: false, isSubscribed: false, end },
    looksAt: subscriptions.main,
  };
  clients.add(client);

  const server = rpcServer(client, methods, subscriptions);
  let pending = 0;
  const onLine = (line: string) => {
    if (hasEnded) return;
    lineEnded();
    let request: unknown;
    try {
      request = JSON.parse(line);
    } catch {
      refuse(null, JSONRPCErrorCode.ParseError, 'not JSON');
      return sendAway('it sent something that is not JSON');
    }
    if (!isRequest(request)) {
      refuse(null, JSONRPCErrorCode.InvalidRequest, 'not a JSON-RPC 2.0 request');
      return sendAway('it sent something that is not a request');
    }
    if (listening.isStopped) {
      const error = { code: 'not_running', hint: 'Start it again once it has closed.' };
      return outbox.send(
        encodeLine(createJSONRPCErrorResponse(request.id ?? null, -32_000, 'The daemon is closing.', error)),
      );
    }
    if (client.name === null && request.method !== 'hello') {
      return refuse(request.id ?? null, JSONRPCErrorCode.InvalidRequest, 'say `hello` first');
    }
    if (pending >= maxPending) {
      return refuse(request.id ?? null, JSONRPCErrorCode.InvalidRequest, 'too many requests under way');
    }
    pending += 1;
    void Promise.resolve(server.receive(request)).then((response) => {
      pending -= 1;
      if (response) outbox.send(encodeLine(response));
    });
  };
  const split = lineSplitter(longestRequestBytes, onLine, () => {
    refuse(null, JSONRPCErrorCode.InvalidRequest, 'the line is too long');
    sendAway('it sent a line that is too long');
  });
  socket.on('data', (piece: Buffer) => {
    if (split(piece) && !hasEnded) {
      cancelLine ??= wait(patienceMs, () => sendAway('it left a line unfinished'));
    }
  });
  socket.on('error', (error) => end(messageOf(error)));
  socket.on('close', () => end('it closed the connection'));
}

function isRequest(message: unknown): message is JSONRPCRequest {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false;
  const { id, method } = message as { id?: unknown; method?: unknown };
  return (
    typeof method === 'string' &&
    (id === undefined || isJSONRPCID(id)) &&
    isJSONRPCRequest(message as JSONRPCRequest)
  );
}

function rpcServer(
  client: Client,
  methods: Methods,
  subscriptions: ListenOptions['subscriptions'],
): JSONRPCServer {
  // Faults of a client are the client's to hear about, and nothing for this side's console.
  const server = new JSONRPCServer({ errorListener: () => undefined });
  server.mapErrorToJSONRPCErrorResponse = (id, thrown) => {
    if (thrown instanceof InvalidParams)
      return createJSONRPCErrorResponse(id, JSONRPCErrorCode.InvalidParams, thrown.message);
    const error = toSpyglassError(thrown);
    return createJSONRPCErrorResponse(id, -32_000, error.message, { code: error.code, hint: error.hint });
  };
  for (const name of methodNames) {
    server.addMethod(name, (raw: unknown) => {
      if (client.isForeign && name !== 'hello' && name !== 'shutdown') {
        throw new SpyglassError('protocol_mismatch', `This daemon speaks version ${protocolVersion}.`);
      }
      const params = methodParams[name].safeParse(raw ?? {});
      if (!params.success) {
        const [issue] = params.error.issues;
        throw new InvalidParams(
          `${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not valid'}`,
        );
      }
      if (name === 'hello') {
        const hello = params.data as MethodParams<'hello'>;
        // Another protocol version is answered too: the answer names ours, and the client tells its user.
        client.isForeign = hello.protocolVersion !== protocolVersion;
        client.name = sanitizeText(`${hello.client} ${hello.appVersion}`, 100);
      }
      if (name === 'subscribe') {
        const looksAt = subscriptions.take(params.data as MethodParams<'subscribe'>);
        const before = client.looksAt;
        // In the same turn as the snapshot: an event in between would be in neither.
        client.isSubscribed = true;
        client.looksAt = looksAt;
        client.outbox.forget(eventsOfChains);
        subscriptions.release(before);
        return methods.subscribe(client.outbox.seq(), looksAt);
      }
      return methods[name as 'status'](params.data as MethodParams<'status'>, client.looksAt);
    });
  }
  return server;
}

/** What is about what a client looks at; of the subscription before, it would be taken for the next one's. */
const eventsOfChains: readonly EventName[] = ['chain', 'price-line', 'levels'];

class InvalidParams extends Error {}

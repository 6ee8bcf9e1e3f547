import { chmodSync } from 'node:fs';
import { lstat, mkdir, unlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import {
  createJSONRPCErrorResponse,
  isJSONRPCID,
  isJSONRPCRequest,
  JSONRPCErrorCode,
  type JSONRPCID,
  type JSONRPCRequest,
  JSONRPCServer,
} from 'json-rpc-2.0';
import type { Clock } from '../base/clock.ts';
import { messageOf, SpyglassError, toSpyglassError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { sanitizeText } from '../base/sanitize.ts';
import { type EventName, type EventPayloads, eventNames } from '../protocol/events.ts';
import { byeLine, encodeLine, lineSplitter, longestRequestBytes } from '../protocol/framing.ts';
import {
  type MethodName,
  type MethodParams,
  type MethodResults,
  methodNames,
  methodParams,
} from '../protocol/methods.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { View } from '../protocol/view.ts';
import type { Bus } from './bus.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { OpenView, Views } from './views/views.ts';

/** Each is told what the client looks at. */
export type Methods = {
  [M in Exclude<MethodName, 'subscribe'>]: (
    params: MethodParams<M>,
    view: OpenView,
  ) => MethodResults[M] | Promise<MethodResults[M]>;
} & { subscribe: (seq: number, view: OpenView) => MethodResults['subscribe'] };

export interface ListenOptions {
  socketPath: string;
  platform: NodeJS.Platform;
  methods: Methods;
  views: Pick<Views, 'main' | 'take' | 'release'>;
  bus: Bus;
  clock: Clock;
  epoch: string;
  log: Logger;
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
const mostPending = 64;
/** Connections at once: far more than anybody has dashboards, far fewer than would hurt. */
const mostClients = 256;
/** Real milliseconds for the first `hello`, and for the rest of a line that has been begun. */
const patienceMs = 10_000;
/** Real milliseconds in which a client that is sent away may still read why. */
const graceMs = 1000;

/**
 * Listens on the socket: requests in, answers and events out, one line each. Only the owner of the database's lock may
 * call this, since it replaces a socket that nobody answers on.
 * @throws SpyglassError `socket`
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { socketPath, platform, bus, log } = options;
  const isPipe = platform === 'win32';
  const clients = new Set<Client>();
  const state = { isStopped: false };
  const server = net.createServer((socket) => accept(socket, clients, state, options));
  server.maxConnections = mostClients;
  try {
    if (!isPipe) await clearTheWay(socketPath);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    // A worker thread may not set the umask; the 0700 directory covers the moment in between. In the same turn of the
    // event loop, so that no client is heard before the caller has put everything in place.
    if (!isPipe) chmodSync(socketPath, 0o600);
  } catch (cause) {
    server.close();
    if (cause instanceof SpyglassError) throw cause;
    throw new SpyglassError('socket', `Cannot listen on ${socketPath}: ${messageOf(cause)}`, { cause });
  }

  const forward = eventNames.map((name) => {
    const pass = (payload: EventPayloads[EventName], view?: View) => {
      let json: string | null = null;
      for (const client of clients) {
        if (!client.isSubscribed || (view !== undefined && client.looksAt.view !== view)) continue;
        json ??= JSON.stringify(payload);
        client.outbox.offer(name, payload as never, json);
      }
    };
    bus.on(name, pass);
    return () => bus.off(name, pass);
  });
  server.on('error', (error) => log.error({ err: error }, 'the socket failed'));

  let closed = Promise.resolve();
  const stop = () => {
    if (state.isStopped) return;
    state.isStopped = true;
    for (const off of forward) off();
    closed = new Promise((resolve) => server.close(() => resolve()));
  };

  return {
    clients: () => clients.size,
    stop,
    async close() {
      stop();
      for (const client of clients) client.end('the daemon is closing');
      await closed;
    },
  };
}

/**
 * Removes a socket that a killed daemon left, after asking whether somebody answers on it. Anything else in the way, a
 * file of the user's above all, stays where it is.
 */
async function clearTheWay(socketPath: string): Promise<void> {
  await mkdir(path.dirname(socketPath), { recursive: true, mode: 0o700 });
  const found = await lstat(socketPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!found) return;
  if (!found.isSocket()) {
    throw new SpyglassError('socket', `${socketPath} exists and is not a socket; it stays as it is.`);
  }
  const failure = await new Promise<string | null>((resolve) => {
    const probe = net.connect(socketPath);
    probe.once('connect', () => {
      probe.destroy();
      resolve(null);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
  // A crowded or forbidden socket has an owner as well: only the one code means that nobody listens.
  if (failure !== 'ECONNREFUSED' && failure !== 'ENOENT') {
    throw new SpyglassError('socket', `Another daemon answers on ${socketPath}.`, {
      hint: 'Stop it with `spyglass daemon stop`, or give this one another --socket.',
    });
  }
  if (failure === 'ECONNREFUSED') await unlink(socketPath);
}

function accept(
  socket: net.Socket,
  clients: Set<Client>,
  listening: { isStopped: boolean },
  options: ListenOptions,
): void {
  const { methods, views, epoch, log, clock } = options;
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
    views.release(client.looksAt);
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
  const outbox = createOutbox({ socket, clock, epoch, onHopeless: sendAway });
  const client: Client = {
    ...{ outbox, name: null, isForeign: false, isSubscribed: false, end },
    looksAt: views.main,
  };
  clients.add(client);

  const server = rpcServer(client, methods, views);
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
    if (pending >= mostPending) {
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

function rpcServer(client: Client, methods: Methods, views: ListenOptions['views']): JSONRPCServer {
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
        const looksAt = views.take(params.data as MethodParams<'subscribe'>);
        const before = client.looksAt;
        // In the same turn as the snapshot: an event in between would be in neither.
        client.isSubscribed = true;
        client.looksAt = looksAt;
        client.outbox.forget(eventsOfViews);
        views.release(before);
        return methods.subscribe(client.outbox.seq(), looksAt);
      }
      return methods[name as 'status'](params.data as MethodParams<'status'>, client.looksAt);
    });
  }
  return server;
}

/** What is about what a client looks at; of the view before, it would be taken for the next one's. */
const eventsOfViews: readonly EventName[] = ['chain', 'bars', 'levels'];

class InvalidParams extends Error {}

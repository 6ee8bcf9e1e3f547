import { chmod, mkdir, unlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { createJSONRPCErrorResponse, isJSONRPCRequest, JSONRPCErrorCode, JSONRPCServer } from 'json-rpc-2.0';
import { messageOf, SpyglassError, toSpyglassError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { type EventName, type EventPayloads, eventNames } from '../protocol/events.ts';
import { encodeLine, lineSplitter, longestRequestBytes } from '../protocol/framing.ts';
import {
  type MethodName,
  type MethodParams,
  type MethodResults,
  methodNames,
  methodParams,
} from '../protocol/methods.ts';
import type { Bus } from './bus.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type Methods = {
  [M in Exclude<MethodName, 'subscribe'>]: (
    params: MethodParams<M>,
  ) => MethodResults[M] | Promise<MethodResults[M]>;
} & { subscribe: (seq: number) => MethodResults['subscribe'] };

export interface ListenOptions {
  socketPath: string;
  platform: NodeJS.Platform;
  methods: Methods;
  bus: Bus;
  epoch: string;
  log: Logger;
}

export interface Listener {
  clients(): number;
  close(): Promise<void>;
}

interface Client {
  outbox: Outbox;
  name: string | null;
  isSubscribed: boolean;
  end: (reason: string) => void;
}

/** Requests under way at once from one client; more is a fault on its side. */
const mostPending = 64;

/**
 * Listens on the socket: requests in, answers and events out, one line each. Only the owner of the database's lock may
 * call this, since it replaces a socket that nobody answers on.
 * @throws SpyglassError `socket`
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { socketPath, platform, bus, log } = options;
  const isPipe = platform === 'win32';
  const clients = new Set<Client>();
  const server = net.createServer((socket) => accept(socket, clients, options));
  try {
    if (!isPipe) await clearTheWay(socketPath);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    // A worker thread may not set the umask; the 0700 directory covers the moment in between.
    if (!isPipe) await chmod(socketPath, 0o600);
  } catch (cause) {
    server.close();
    if (cause instanceof SpyglassError) throw cause;
    throw new SpyglassError('socket', `Cannot listen on ${socketPath}: ${messageOf(cause)}`, { cause });
  }

  const forward = eventNames.map((name) => {
    const pass = (payload: EventPayloads[EventName]) => {
      let json: string | null = null;
      for (const client of clients) {
        if (!client.isSubscribed) continue;
        json ??= JSON.stringify(payload);
        client.outbox.offer(name, payload as never, json);
      }
    };
    bus.on(name, pass);
    return () => bus.off(name, pass);
  });
  server.on('error', (error) => log.error({ err: error }, 'the socket failed'));

  return {
    clients: () => clients.size,
    async close() {
      for (const stop of forward) stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of clients) client.end('the daemon is closing');
      await closed;
    },
  };
}

/** Removes a socket file that a killed daemon left, after asking whether somebody answers on it. */
async function clearTheWay(socketPath: string): Promise<void> {
  await mkdir(path.dirname(socketPath), { recursive: true, mode: 0o700 });
  const isAnswered = await new Promise<boolean | null>((resolve) => {
    const probe = net.connect(socketPath);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? null : false));
  });
  if (isAnswered) {
    throw new SpyglassError('socket', `Another daemon answers on ${socketPath}.`, {
      hint: 'Stop it with `spyglass daemon stop`, or give this one another --socket.',
    });
  }
  if (isAnswered === false) await unlink(socketPath);
}

function accept(socket: net.Socket, clients: Set<Client>, options: ListenOptions): void {
  const { methods, epoch, log } = options;
  const end = (reason: string) => {
    if (clients.delete(client)) log.debug({ client: client.name, reason }, 'a client left');
    socket.destroySoon();
  };
  const refuse = (id: number | string | null, code: number, message: string) =>
    outbox.send(encodeLine(createJSONRPCErrorResponse(id, code, message)));
  const outbox = createOutbox({
    socket,
    epoch,
    onHopeless: (reason) => {
      log.warn({ client: client.name, reason }, 'a client was dropped');
      clients.delete(client);
      socket.destroy();
    },
  });
  const client: Client = { outbox, name: null, isSubscribed: false, end };
  clients.add(client);

  const server = rpcServer(client, methods);
  let pending = 0;
  const onLine = (line: string) => {
    let request: unknown;
    try {
      request = JSON.parse(line);
    } catch {
      refuse(null, JSONRPCErrorCode.ParseError, 'not JSON');
      return end('it sent something that is not JSON');
    }
    if (!isJSONRPCRequest(request)) {
      refuse(null, JSONRPCErrorCode.InvalidRequest, 'not a JSON-RPC 2.0 request');
      return end('it sent something that is not a request');
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
      if (response && !socket.destroyed) outbox.send(encodeLine(response));
      if (request.method === 'subscribe' && response?.error === undefined) client.isSubscribed = true;
    });
  };
  socket.on(
    'data',
    lineSplitter(longestRequestBytes, onLine, () => {
      refuse(null, JSONRPCErrorCode.InvalidRequest, 'the line is too long');
      end('it sent a line that is too long');
    }),
  );
  socket.on('error', (error) => end(messageOf(error)));
  socket.on('close', () => end('it closed the connection'));
}

function rpcServer(client: Client, methods: Methods): JSONRPCServer {
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
      const params = methodParams[name].safeParse(raw ?? {});
      if (!params.success) {
        const [issue] = params.error.issues;
        throw new InvalidParams(
          `${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not valid'}`,
        );
      }
      if (name === 'hello') {
        const { client: who, appVersion } = params.data as MethodParams<'hello'>;
        // Another protocol version is no reason to refuse: the answer names ours, and the client tells its user.
        client.name = `${who} ${appVersion}`;
      }
      if (name === 'subscribe') return methods.subscribe(client.outbox.seq());
      return methods[name as 'status'](params.data as MethodParams<'status'>);
    });
  }
  return server;
}

class InvalidParams extends Error {}

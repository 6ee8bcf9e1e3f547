import net from 'node:net';
import { JSONRPCClient, type JSONRPCResponse } from 'json-rpc-2.0';
import type { Clock } from '../base/clock.ts';
import { isErrorCode, messageOf, SpyglassError } from '../base/errors.ts';
import type { EventName, EventPayloads } from './events.ts';
import { encodeLine, lineSplitter, longestAnswerBytes } from './framing.ts';
import type { MethodName, MethodParams, MethodResults } from './methods.ts';
import { eventShapes, notificationShape, responseShape, resultShapes } from './shapes.ts';
import type { Hello } from './state.ts';
import { protocolVersion } from './version.ts';

export type DaemonEvent = {
  [N in EventName]: { name: N; payload: EventPayloads[N]; seq: number };
}[EventName];

/** One connection to a daemon that has said hello. */
export interface Link {
  readonly hello: Hello;
  /** @throws SpyglassError with the daemon's own code, `timeout`, `protocol`, or `not_running` when the link broke. */
  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  onEvent(listener: (event: DaemonEvent) => void): void;
  /** Resolves with the reason when the link ends, whoever ended it. */
  readonly closed: Promise<string>;
  close(): void;
}

export interface LinkOptions {
  socketPath: string;
  clock: Clock;
  appVersion: string;
  /** Who is calling, for the daemon's log: `dashboard`, `status`, … */
  client: string;
}

/** Real milliseconds that an answer may take. */
const usualPatienceMs = 10_000;
/** These wait for the API, its retries included, or for millions of rows. */
const patienceMs: Partial<Record<MethodName, number>> = { refresh: 180_000, prune: 900_000 };

/**
 * Connects and shakes hands.
 * @throws SpyglassError `not_running` when nobody answers, `protocol_mismatch`, `protocol` or `timeout`.
 */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { socketPath, clock } = options;
  const socket = await connect(socketPath);
  const listeners: ((event: DaemonEvent) => void)[] = [];
  const pending = new Map<number, (reason: SpyglassError) => void>();
  let endReason = 'the daemon closed the connection';
  let nextId = 0;

  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      for (const reject of pending.values()) {
        reject(new SpyglassError('not_running', `The connection to the daemon ended: ${endReason}.`));
      }
      pending.clear();
      resolve(endReason);
    });
  });
  const fail = (reason: string) => {
    endReason = reason;
    socket.destroy();
  };
  socket.on('error', (error) => {
    endReason = messageOf(error);
  });

  const rpc = new JSONRPCClient((request) => {
    socket.write(encodeLine(request));
  });
  const onLine = (line: string) => {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return fail('the daemon sent something that is not JSON');
    }
    const notification = notificationShape.safeParse(message);
    if (notification.success) {
      const { method: name, params } = notification.data;
      const payload = eventShapes[name].safeParse(params.payload);
      if (!payload.success) return fail(`the daemon sent a ${name} event of an unknown shape`);
      const event = { name, payload: payload.data, seq: params.seq } as DaemonEvent;
      for (const listener of listeners) listener(event);
      return;
    }
    const response = responseShape.safeParse(message);
    if (response.success) rpc.receive(response.data as JSONRPCResponse);
    // A notification of a name that this version does not know comes from a newer daemon and is no fault.
    else if (!isUnknownNotification(message)) fail('the daemon sent a message of an unknown shape');
  };
  socket.on(
    'data',
    lineSplitter(longestAnswerBytes, onLine, () => fail('the daemon sent a line that is too long')),
  );

  const request = async <M extends MethodName>(
    method: M,
    params: MethodParams<M>,
  ): Promise<MethodResults[M]> => {
    if (socket.destroyed)
      throw new SpyglassError('not_running', `The connection to the daemon ended: ${endReason}.`);
    const id = ++nextId;
    const timeoutMs = patienceMs[method] ?? usualPatienceMs;
    const answer = rpc.requestAdvanced({ jsonrpc: '2.0', id, method, params });
    let cancel = () => {};
    const cutShort = new Promise<never>((_, reject) => {
      pending.set(id, reject);
      cancel = clock.after(timeoutMs * clock.speed, () =>
        reject(
          new SpyglassError(
            'timeout',
            `The daemon did not answer \`${method}\` within ${timeoutMs / 1000} s.`,
          ),
        ),
      );
    });
    const response = await Promise.race([answer, cutShort]).finally(() => {
      cancel();
      pending.delete(id);
    });
    if (response.error) throw remoteError(response.error);
    const result = resultShapes[method].safeParse(response.result);
    if (!result.success) {
      throw new SpyglassError('protocol', `The daemon's answer to \`${method}\` is of an unknown shape.`);
    }
    return result.data as MethodResults[M];
  };

  try {
    const hello = await request('hello', {
      protocolVersion,
      appVersion: options.appVersion,
      client: options.client,
    });
    checkVersion(hello, options.appVersion);
    return {
      hello,
      request,
      closed,
      onEvent: (listener) => listeners.push(listener),
      close: () => fail('closed here'),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connect(socketPath: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const isNobody = cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED' || cause.code === 'ENOTDIR';
      reject(
        isNobody
          ? new SpyglassError('not_running', 'No daemon is running.', { cause })
          : new SpyglassError('socket', `Cannot connect to ${socketPath}: ${messageOf(cause)}`, { cause }),
      );
    });
  });
}

function checkVersion(hello: Hello, appVersion: string): void {
  if (hello.protocolVersion === protocolVersion) return;
  const isDaemonOlder = hello.protocolVersion < protocolVersion;
  throw new SpyglassError(
    'protocol_mismatch',
    `The daemon (version ${hello.appVersion}) and this program (version ${appVersion}) do not speak the same protocol.`,
    {
      hint: isDaemonOlder
        ? 'The daemon is the older one: `spyglass daemon stop`, then start it again from this version.'
        : 'This program is the older one: upgrade it to the daemon’s version.',
    },
  );
}

function isUnknownNotification(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'method' in message && !('id' in message);
}

function remoteError(error: { message: string; data?: { code: string; hint: string } }): SpyglassError {
  const code = error.data?.code;
  if (isErrorCode(code)) return new SpyglassError(code, error.message, { hint: error.data!.hint });
  return new SpyglassError('protocol', `The daemon refused the request: ${error.message}`);
}

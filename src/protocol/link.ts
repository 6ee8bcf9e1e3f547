import net from 'node:net';
import { JSONRPCClient, type JSONRPCResponse } from 'json-rpc-2.0';
import type { Clock } from '../base/clock.ts';
import { isErrorCode, messageOf, SpyglassError } from '../base/errors.ts';
import { type EventName, type EventPayloads, eventNames } from './events.ts';
import { encodeLine, lineSplitter, longestAnswerBytes } from './framing.ts';
import type { MethodName, MethodParams, MethodResults } from './methods.ts';
import { byeShape, helloCoreShape, notificationShape, responseShape } from './message-shapes.ts';
import { eventShapes, resultShapes } from './shapes.ts';
import type { Hello } from './state.ts';
import { protocolVersion } from './version.ts';

export type DaemonEvent = {
  [N in EventName]: { name: N; payload: EventPayloads[N]; seq: number };
}[EventName];

/** An event of a newer daemon that this version has no shape for. */
export interface UnknownEvent {
  name: string;
  payload: unknown;
  /** `null` where it does not say. */
  seq: number | null;
}

/** One connection to a daemon that has said hello. */
export interface Link {
  readonly hello: Hello;
  /** @throws SpyglassError with the daemon's own code, `timeout`, `protocol`, or `not_running` when the link broke. */
  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  onEvent(listener: (event: DaemonEvent) => void): void;
  /** What this version does not know is nothing to act on, but its number belongs to the order of events. */
  onUnknownEvent(listener: (event: UnknownEvent) => void): void;
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
  /**
   * Take a daemon of any version: only to stop it, since `hello` and `shutdown` are the same in all of them. The rest of
   * its hello may be missing.
   */
  anyVersion?: boolean;
}

/** Real milliseconds that an answer may take. */
const usualPatienceMs = 10_000;
/** These wait for the API, its retries included, or for millions of rows. */
const patienceMs: Partial<Record<MethodName, number>> = {
  refresh: 180_000,
  'last-trade.get': 180_000,
  backfill: 180_000,
  prune: 900_000,
  backup: 900_000,
  doctor: 60_000,
};

/**
 * Connects and shakes hands.
 * @throws SpyglassError `not_running` when nobody answers, `protocol_mismatch`, `protocol` or `timeout`.
 */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { socketPath, clock } = options;
  const socket = await connect(socketPath);
  const listeners: ((event: DaemonEvent) => void)[] = [];
  const unknownListeners: ((event: UnknownEvent) => void)[] = [];
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
  let hasSaidBye = false;
  socket.on('error', (error) => {
    // What the daemon said last tells more than what became of a write after it.
    if (!hasSaidBye) endReason = messageOf(error);
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
    const bye = byeShape.safeParse(message);
    if (response.success) rpc.receive(response.data as JSONRPCResponse);
    else if (bye.success) {
      hasSaidBye = true;
      endReason = bye.data.params.reason;
    } else {
      const unknown = unknownEventOf(message);
      if (!unknown) return fail('the daemon sent a message of an unknown shape');
      for (const listener of unknownListeners) listener(unknown);
    }
  };
  socket.on(
    'data',
    lineSplitter(longestAnswerBytes, onLine, () => fail('the daemon sent a line that is too long')),
  );

  const ask = async <M extends MethodName>(method: M, params: MethodParams<M>): Promise<unknown> => {
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
    return response.result;
  };
  const request = async <M extends MethodName>(
    method: M,
    params: MethodParams<M>,
  ): Promise<MethodResults[M]> =>
    checked(method, resultShapes[method].safeParse(await ask(method, params))) as MethodResults[M];

  try {
    const greeting = await ask('hello', {
      protocolVersion,
      appVersion: options.appVersion,
      client: options.client,
    });
    const core = checked('hello', helloCoreShape.safeParse(greeting));
    if (!options.anyVersion) checkVersion(core, options.appVersion);
    const hello = options.anyVersion
      ? (core as unknown as Hello)
      : checked('hello', resultShapes.hello.safeParse(greeting));
    return {
      hello,
      request,
      closed,
      onEvent: (listener) => listeners.push(listener),
      onUnknownEvent: (listener) => unknownListeners.push(listener),
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

function checked<T>(
  method: MethodName,
  result: { success: true; data: T } | { success: false; error: unknown },
): T {
  if (result.success) return result.data;
  throw new SpyglassError('protocol', `The daemon's answer to \`${method}\` is of an unknown shape.`);
}

function checkVersion(hello: Pick<Hello, 'protocolVersion' | 'appVersion'>, appVersion: string): void {
  if (hello.protocolVersion === protocolVersion) return;
  const isDaemonOlder = hello.protocolVersion < protocolVersion;
  throw new SpyglassError(
    'protocol_mismatch',
    `The daemon (version ${hello.appVersion}, protocol ${hello.protocolVersion}) and this program (version ${appVersion}, protocol ${protocolVersion}) do not speak the same protocol.`,
    {
      hint: isDaemonOlder
        ? 'The daemon is the older one: `spyglass daemon restart` stops it in order and starts this version in the background.'
        : 'This program is the older one: upgrade it to the daemon’s version.',
    },
  );
}

/** A notification of a name that this version does not know comes from a newer daemon and is no fault. */
function unknownEventOf(message: unknown): UnknownEvent | null {
  if (typeof message !== 'object' || message === null || 'id' in message) return null;
  const { method, params } = message as { method?: unknown; params?: { payload?: unknown; seq?: unknown } };
  if (typeof method !== 'string' || eventNames.some((name) => name === method)) return null;
  const seq = typeof params?.seq === 'number' ? params.seq : null;
  return { name: method, payload: params?.payload, seq };
}

function remoteError(error: { message: string; data?: { code: string; hint: string } }): SpyglassError {
  const code = error.data?.code;
  if (isErrorCode(code)) return new SpyglassError(code, error.message, { hint: error.data!.hint });
  const { hint } = error.data ?? {};
  return new SpyglassError(
    'protocol',
    `The daemon refused the request: ${error.message}`,
    hint === undefined ? {} : { hint },
  );
}

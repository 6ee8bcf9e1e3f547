import net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import { encodeLine, lineSplitter, longestAnswerBytes } from '../framing.ts';
import { type DaemonEvent, messageReader, type UnknownEvent } from './link-messages.ts';
import { checked, createLinkRequests, type LinkRequests } from './link-requests.ts';
import { helloCoreShape } from '../shapes/message-shapes.ts';
import type { MethodName, MethodParams, MethodResults } from '../methods.ts';
import { resultShapes } from '../shapes/shapes.ts';
import type { Hello } from '../state.ts';
import { protocolVersion } from '../version.ts';

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
  /** Takes in nothing more until `resume`: the daemon waits with what it plays. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Where a daemon answers, and who asks. */
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

/**
 * Connects and shakes hands.
 * @throws SpyglassError `not_running` when nobody answers, `protocol_mismatch`, `protocol` or `timeout`.
 */
export async function openLink(options: LinkOptions): Promise<Link> {
  const socket = await connect(options.socketPath);
  const listeners: ((event: DaemonEvent) => void)[] = [];
  const unknownListeners: ((event: UnknownEvent) => void)[] = [];
  let endReason = 'the daemon closed the connection';
  let hasSaidBye = false;
  const fail = (reason: string) => {
    endReason = reason;
    socket.destroy();
  };
  const requests = createLinkRequests(
    options.clock,
    (request) => void socket.write(encodeLine(request)),
    () => (socket.destroyed ? endReason : null),
  );
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      requests.end();
      resolve(endReason);
    });
  });
  socket.on('error', (error) => {
    // What the daemon said last explains more than what became of a write after it.
    if (!hasSaidBye) endReason = messageOf(error);
  });
  const onLine = messageReader({
    onEvent: (event) => {
      for (const listener of listeners) listener(event);
    },
    onUnknownEvent: (event) => {
      for (const listener of unknownListeners) listener(event);
    },
    onResponse: requests.receive,
    onBye: (reason) => {
      hasSaidBye = true;
      endReason = reason;
    },
    onFault: fail,
  });
  const onTooLong = () => fail('the daemon sent a line that is too long');
  socket.on('data', lineSplitter(longestAnswerBytes, onLine, onTooLong));

  try {
    return {
      ...{ hello: await greet(requests, options), request: requests.request, closed },
      onEvent: (listener) => listeners.push(listener),
      onUnknownEvent: (listener) => unknownListeners.push(listener),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
      close: () => fail('closed here'),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Says hello. @throws SpyglassError `protocol_mismatch`, `protocol`, `timeout` or `not_running` */
async function greet(
  requests: LinkRequests,
  { appVersion, client, anyVersion }: LinkOptions,
): Promise<Hello> {
  const greeting = await requests.ask('hello', { protocolVersion, appVersion, client });
  const core = checked('hello', helloCoreShape.safeParse(greeting));
  if (anyVersion) return core as unknown as Hello;
  checkVersion(core, appVersion);
  return checked('hello', resultShapes.hello.safeParse(greeting));
}

/** What connecting says where nobody listens; the last one where a daemon closed its socket in that very moment. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ECONNRESET']);

function connect(socketPath: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        nobody.has(cause.code ?? '')
          ? new SpyglassError('not_running', 'No daemon is running.', { cause })
          : new SpyglassError('socket', `Cannot connect to ${socketPath}: ${messageOf(cause)}`, { cause }),
      );
    });
  });
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

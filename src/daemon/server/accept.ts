import type net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { byeLine, lineSplitter, longestRequestBytes } from '../../protocol/framing.ts';
import type { Playbacks } from '../playback/playbacks.ts';
import type { OpenChain } from '../underlyings/chains/open-chains.ts';
import type { Backlog } from './backlog.ts';
import type { Client, LookedAt, Targets } from './client.ts';
import { createOutbox } from './outbox.ts';
import { createRequestLines } from './request-lines.ts';
import { createRpcServer, type Methods } from './rpc.ts';

/** Real milliseconds for the first `hello`, and for the rest of a line that has been begun. */
const patienceMs = 10_000;
/** Real milliseconds in which a client that is disconnected may still read why. */
const graceMs = 1000;

/** What a new connection is served with. */
export interface AcceptOptions<T extends LookedAt = OpenChain> {
  /** Holds the connected clients. */
  clients: Set<Client<T>>;
  methods: Methods<T>;
  subscriptions: Targets<T>;
  playbacks: Playbacks;
  clock: Clock;
  epoch: string;
  log: Logger;
  backlog: Backlog;
  /** Whether the daemon is closing, so that requests are no longer served. */
  isStopped: () => boolean;
}

/**
 * Serves a connection until either side ends it, and keeps it in `clients` meanwhile. A client that says no hello, leaves
 * a line unfinished, sends nonsense or does not read is disconnected; the last line says why.
 */
export function accept<T extends LookedAt>(socket: net.Socket, options: AcceptOptions<T>): void {
  const { clients, methods, subscriptions, playbacks, epoch, log, clock, backlog, isStopped } = options;
  const wait = (ms: number, run: () => void) => clock.after(ms * clock.speed, run);
  let hasEnded = false;
  const cancelGreeting = wait(patienceMs, () => {
    if (client.name === null) disconnect('it did not say hello');
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
    subscriptions.release(client.target);
    playbacks.leave(client);
    playbacks.exports.leave(client);
    log.debug({ client: client.name, reason }, 'a client left');
    if (socket.destroyed) return;
    if (socket.writable) socket.write(byeLine(reason));
    socket.destroySoon();
    const cancel = wait(graceMs, () => socket.destroy());
    socket.once('close', cancel);
  };
  /** Ends the connection because of a fault of the client. */
  const disconnect = (reason: string) => {
    if (!hasEnded) log.warn({ client: client.name, reason }, 'a client was disconnected');
    end(reason);
  };
  const outbox = createOutbox({ socket, clock, epoch, backlog, onHopeless: disconnect });
  const client: Client<T> = {
    ...{ outbox, name: null, isForeign: false, isReadOnly: false, isSubscribed: false, playback: null, end },
    target: subscriptions.main,
  };
  clients.add(client);

  const server = createRpcServer(client, methods, { subscriptions, playbacks });
  const lines = createRequestLines({ client, server, isStopped, disconnect });
  const onLine = (line: string) => {
    if (hasEnded) return;
    lineEnded();
    lines.onLine(line);
  };
  const split = lineSplitter(longestRequestBytes, onLine, lines.onTooLong);
  socket.on('data', (piece: Buffer) => {
    if (split(piece) && !hasEnded) {
      cancelLine ??= wait(patienceMs, () => disconnect('it left a line unfinished'));
    }
  });
  socket.on('error', (error) => end(messageOf(error)));
  socket.on('close', () => end('it closed the connection'));
}

import type net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { EventName, EventPayloads } from '../../protocol/events.ts';
import type { Backlog } from './backlog.ts';
import { createMergeQueue } from './merge-queue.ts';

/** What is sent to one client. Answers go at once; events wait, merged, while the client reads slowly. */
export interface Outbox {
  /** Answers and errors, never merged or dropped. */
  send(line: string): void;
  /** `payload` is the event's payload as JSON, made once for all clients. */
  offer<N extends EventName>(name: N, payload: EventPayloads[N], json: string): void;
  /**
   * Sends an event of the client's playback. Nothing is merged or dropped: it resolves when there is room for the next
   * one, or the connection has ended. A client that does not read is only waited for.
   */
  play(name: EventName, json: string, of: PlaybackPlace): Promise<void>;
  /** Drops what waits of these events. */
  forget(names: readonly EventName[]): void;
  /** Number of the last event sent. */
  seq(): number;
  /** Drops what waits; nothing is sent any more. */
  close(): void;
}

/** The instant and generation that an event of a playback carries. */
export interface PlaybackPlace {
  at: number;
  generation: number;
}

/** The socket that is written to, and what happens to a client that does not read. */
export interface OutboxOptions {
  socket: net.Socket;
  clock: Clock;
  epoch: string;
  /** Of all clients. */
  backlog: Backlog;
  /** Called with the reason when the client is to be disconnected: it does not read. */
  onHopeless: (reason: string) => void;
}

/** Above this, what is already on its way is enough; the rest waits where it can still be merged. */
const highWaterBytes = 256 * 1024;
/** Events that cannot be merged are rare; a client that lets this many pile up has stopped reading. */
const maxUnmerged = 100;
/** Answers to a client that asks without reading: a few dozen chains. */
const maxBufferedBytes = 8 * 1024 * 1024;
/** Real milliseconds in which a client with a full buffer must have read something of it. */
const maxStalledMs = 60_000;

/** Sends to a socket until the client is given up. Calls `onHopeless` once it reads nothing, at once or after a minute. */
export function createOutbox({ socket, clock, epoch, backlog, onHopeless }: OutboxOptions): Outbox {
  const waiting = createMergeQueue(maxUnmerged);
  let seq = 0;
  let isClosed = false;
  const giveUp = (reason: string) => {
    if (isClosed) return;
    waiting.clear();
    onHopeless(reason);
  };
  const stall = createStallWatch(socket, clock, () => giveUp('it has stopped reading'));
  const unread = { bytes: () => socket.writableLength, giveUp, destroy: () => void socket.destroy() };
  backlog.join(unread);
  socket.once('close', () => backlog.leave(unread));

  const write = (line: string) => {
    socket.write(line);
    if (socket.writableLength > highWaterBytes) stall.watch();
    if (socket.writableLength > 0) backlog.check();
  };
  const writeEvent = (name: EventName, json: string) => {
    seq += 1;
    write(eventLine(name, { epoch, seq, json }));
  };
  socket.on('drain', () => {
    stall.end();
    while (!isClosed && socket.writableLength <= highWaterBytes) {
      const next = waiting.take();
      if (!next) return;
      writeEvent(next.name, next.json);
    }
  });

  return {
    seq: () => seq,
    send(line) {
      if (isClosed) return;
      if (socket.writableLength > maxBufferedBytes) giveUp('it asks without reading the answers');
      else write(line);
    },
    offer(name, payload, json) {
      if (isClosed) return;
      if (waiting.size === 0 && socket.writableLength <= highWaterBytes) return writeEvent(name, json);
      if (!waiting.add(name, payload, json)) giveUp('it has stopped reading');
    },
    async play(name, json, of) {
      if (isClosed) return;
      seq += 1;
      socket.write(eventLine(name, { epoch, seq, json, of }));
      if (socket.writableLength > 0) backlog.check();
      if (socket.writableLength > highWaterBytes) await hasRoom(socket);
    },
    forget: waiting.forget,
    close() {
      isClosed = true;
      waiting.clear();
      stall.end();
      backlog.isLeaving(unread);
    },
  };
}

interface EventParts {
  epoch: string;
  seq: number;
  json: string;
  of?: PlaybackPlace;
}

function eventLine(name: EventName, { epoch, seq, json, of }: EventParts) {
  const place = of ? `"at":${of.at},"generation":${of.generation},` : '';
  const params = `{"epoch":${JSON.stringify(epoch)},"seq":${seq},${place}"payload":${json}}`;
  return `{"jsonrpc":"2.0","method":${JSON.stringify(name)},"params":${params}}\n`;
}

/** Resolves when a socket has sent what was written to it, or has closed. */
function hasRoom(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      socket.off('drain', end);
      socket.off('close', end);
      resolve();
    };
    socket.on('drain', end);
    socket.on('close', end);
  });
}

/** Calls `onStalled` when a client with a full buffer has read nothing for a while: it must not cost that for ever. */
function createStallWatch(socket: net.Socket, clock: Clock, onStalled: () => void) {
  let cancel: (() => void) | null = null;
  const watch = () => {
    const before = socket.writableLength;
    cancel ??= clock.after(maxStalledMs * clock.speed, () => {
      cancel = null;
      if (socket.writableLength >= before) onStalled();
      else if (socket.writableLength > 0) watch();
    });
  };
  const end = () => {
    cancel?.();
    cancel = null;
  };
  return { watch, end };
}

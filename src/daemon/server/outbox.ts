import type net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { type EventName, type EventPayloads, eventTable } from '../../protocol/events.ts';
import type { Backlog } from './backlog.ts';

/** What is sent to one client. Answers go at once; events wait, merged, while the client reads slowly. */
export interface Outbox {
  /** Answers and errors, never merged or dropped. */
  send(line: string): void;
  /** `payload` is the event's payload as JSON, made once for all clients. */
  offer<N extends EventName>(name: N, payload: EventPayloads[N], json: string): void;
  /** Drops what waits of these events. */
  forget(names: readonly EventName[]): void;
  /** Number of the last event sent. */
  seq(): number;
  /** Drops what waits; nothing is sent any more. */
  close(): void;
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
  /** In the order in which each key was first offered. */
  const waiting = new Map<string, { name: EventName; json: string }>();
  let unmerged = 0;
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
    for (const [key, { name, json }] of waiting) {
      if (isClosed || socket.writableLength > highWaterBytes) return;
      waiting.delete(key);
      writeEvent(name, json);
    }
    unmerged = 0;
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
      const key = mergeKey(name, payload);
      if (key === null && ++unmerged > maxUnmerged) giveUp('it has stopped reading');
      else waiting.set(key ?? `${name}#${unmerged}`, { name, json });
    },
    forget(names) {
      for (const [key, { name }] of waiting) if (names.includes(name)) waiting.delete(key);
    },
    close() {
      isClosed = true;
      waiting.clear();
      stall.end();
      backlog.isLeaving(unread);
    },
  };
}

function eventLine(name: EventName, { epoch, seq, json }: { epoch: string; seq: number; json: string }) {
  const params = `{"epoch":${JSON.stringify(epoch)},"seq":${seq},"payload":${json}}`;
  return `{"jsonrpc":"2.0","method":${JSON.stringify(name)},"params":${params}}\n`;
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

/** Events with the same key replace each other while they wait; `null`: every one is sent. */
function mergeKey<N extends EventName>(name: N, payload: EventPayloads[N]): string | null {
  const { mergeKey: kind } = eventTable[name];
  if (kind === null) return null;
  return kind === 'symbol' && 'symbol' in payload ? `${name}:${payload.symbol}` : name;
}

import type net from 'node:net';
import { type EventName, type EventPayloads, eventTable } from '../protocol/events.ts';

/** One client's way out. Answers go at once; events wait, merged, while the client reads slowly. */
export interface Outbox {
  /** Answers and errors, never merged or dropped. */
  send(line: string): void;
  /** `payload` is the event's payload as JSON, made once for all clients. */
  offer<N extends EventName>(name: N, payload: EventPayloads[N], json: string): void;
  /** Number of the last event sent. */
  seq(): number;
}

export interface OutboxOptions {
  socket: net.Socket;
  epoch: string;
  /** The client cannot be helped: it reads nothing while what cannot be merged piles up. */
  onHopeless: (reason: string) => void;
}

/** Above this, what is already on its way is enough; the rest waits where it can still be merged. */
const highWaterBytes = 256 * 1024;
/** Events that cannot be merged are rare; a client that lets this many pile up has stopped reading. */
const mostUnmerged = 100;
/** Answers to a client that asks without reading. */
const mostBufferedBytes = 32 * 1024 * 1024;

export function createOutbox({ socket, epoch, onHopeless }: OutboxOptions): Outbox {
  /** In the order in which each key was first offered. */
  const waiting = new Map<string, { name: EventName; json: string }>();
  let unmerged = 0;
  let seq = 0;

  const write = (name: EventName, json: string) => {
    seq += 1;
    const params = `{"epoch":${JSON.stringify(epoch)},"seq":${seq},"payload":${json}}`;
    socket.write(`{"jsonrpc":"2.0","method":${JSON.stringify(name)},"params":${params}}\n`);
  };
  socket.on('drain', () => {
    for (const [key, { name, json }] of waiting) {
      if (socket.writableLength > highWaterBytes) return;
      waiting.delete(key);
      write(name, json);
    }
    unmerged = 0;
  });

  return {
    seq: () => seq,
    send(line) {
      if (socket.writableLength > mostBufferedBytes) onHopeless('it asks without reading the answers');
      else socket.write(line);
    },
    offer(name, payload, json) {
      if (waiting.size === 0 && socket.writableLength <= highWaterBytes) {
        write(name, json);
        return;
      }
      const key = mergeKey(name, payload);
      if (key === null && ++unmerged > mostUnmerged) {
        onHopeless('it has stopped reading');
        return;
      }
      waiting.set(key ?? `${name}#${unmerged}`, { name, json });
    },
  };
}

function mergeKey<N extends EventName>(name: N, payload: EventPayloads[N]): string | null {
  const { mergeKey: kind } = eventTable[name];
  if (kind === null) return null;
  return kind === 'symbol' && 'symbol' in payload ? `${name}:${payload.symbol}` : name;
}

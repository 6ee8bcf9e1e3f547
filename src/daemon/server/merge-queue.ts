import { type EventName, type EventPayloads, eventTable } from '../../protocol/events.ts';

/** An event that has not been sent yet, with its payload as JSON. */
export interface WaitingEvent {
  name: EventName;
  json: string;
}

/** Events that wait until a slow client has read what is on its way; of those that can be merged, the newest ones. */
export interface MergeQueue {
  readonly size: number;
  /** Returns `false`, and keeps nothing, where too many wait that cannot be merged. */
  add<N extends EventName>(name: N, payload: EventPayloads[N], json: string): boolean;
  /** Takes out the one that has waited longest; `null` when none waits. */
  take(): WaitingEvent | null;
  /** Drops those of these names. */
  forget(names: readonly EventName[]): void;
  clear(): void;
}

/** @param maxUnmerged that may be added until the queue is empty again */
export function createMergeQueue(maxUnmerged: number): MergeQueue {
  /** In the order in which each key was first offered. */
  const waiting = new Map<string, WaitingEvent>();
  let unmerged = 0;
  return {
    get size() {
      return waiting.size;
    },
    add(name, payload, json) {
      const key = mergeKey(name, payload);
      if (key === null && ++unmerged > maxUnmerged) return false;
      waiting.set(key ?? `${name}#${unmerged}`, { name, json });
      return true;
    },
    take() {
      const [first] = waiting;
      if (!first) {
        unmerged = 0;
        return null;
      }
      waiting.delete(first[0]);
      return first[1];
    },
    forget(names) {
      for (const [key, { name }] of waiting) if (names.includes(name)) waiting.delete(key);
    },
    clear: () => waiting.clear(),
  };
}

/** Events with the same key replace each other while they wait; `null`: every one is sent. */
function mergeKey<N extends EventName>(name: N, payload: EventPayloads[N]): string | null {
  const { mergeKey: kind } = eventTable[name];
  if (kind === null) return null;
  return kind === 'symbol' && 'symbol' in payload ? `${name}:${payload.symbol}` : name;
}

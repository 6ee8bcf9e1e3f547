import { EventEmitter } from 'eventemitter3';
import type { EventName, EventPayloads } from '../protocol/events.ts';

/** What happens inside the daemon; everything on it also reaches the clients that subscribed. */
export type Bus = EventEmitter<{ [N in EventName]: (payload: EventPayloads[N]) => void }>;

export function createBus(): Bus {
  return new EventEmitter();
}

import { EventEmitter } from 'eventemitter3';
import type { EventName, EventPayloads } from '../protocol/events.ts';
import type { View } from '../protocol/chain-subscription.ts';

/**
 * What happens inside the daemon; everything on it also reaches the clients that subscribed. With a view (that very
 * object) only those that look at it.
 */
export type Bus = EventEmitter<{ [N in EventName]: (payload: EventPayloads[N], view?: View) => void }>;

export function createBus(): Bus {
  return new EventEmitter();
}

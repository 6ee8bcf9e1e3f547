import { EventEmitter } from 'eventemitter3';
import type { EventName, EventPayloads } from '../protocol/events.ts';
import type { ChainSubscription } from '../protocol/chain-subscription.ts';

/**
 * What happens inside the daemon; everything on it also reaches the clients that subscribed. With a subscription (that very
 * object) only those that look at it.
 */
export type EventBus = EventEmitter<{
  [N in EventName]: (payload: EventPayloads[N], subscription?: ChainSubscription) => void;
}>;

/** @returns a bus without listeners */
export function createEventBus(): EventBus {
  return new EventEmitter();
}

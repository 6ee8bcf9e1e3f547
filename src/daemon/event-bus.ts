import { EventEmitter } from 'eventemitter3';
import type { EventName, EventPayloads } from '../protocol/events.ts';
import type { ChainSubscription } from '../protocol/chain-subscription.ts';

/** Says that a value was read from the recording, for clients that have just subscribed. No poll has brought it. */
export type Origin = 'recorded';

/**
 * What happens inside the daemon; everything on it also reaches the clients that subscribed. With a subscription (that very
 * object) only those that look at it. What watches the market leaves out what was `recorded`.
 */
export type EventBus = EventEmitter<{ [N in EventName]: Listener<N> }>;

/** Hears of one kind of event. */
export type Listener<N extends EventName> = (
  payload: EventPayloads[N],
  subscription?: ChainSubscription,
  origin?: Origin,
) => void;

/** @returns a bus without listeners */
export function createEventBus(): EventBus {
  return new EventEmitter();
}

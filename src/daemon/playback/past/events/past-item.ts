import type { EventName, EventPayloads } from '../../../../protocol/events.ts';
import type { PastEvent } from '../../past-reader.ts';

/** An event and its place among those of the same instant. */
export interface PastItem extends PastEvent {
  order: number;
}

/** Places of events of one poll, in the order in which the daemon sends them. */
const ranks = {
  gap: 0,
  'rule of quote': 1,
  quote: 2,
  chain: 3,
  'rule of chain': 4,
  'recorded-levels': 5,
  levels: 6,
  alert: 7,
} as const;

/** What of a poll an event is. */
export type Rank = keyof typeof ranks;

/** Before the polls of the same instant. */
export const beforePolls = -1;
/** After them. */
export const afterPolls = Number.MAX_SAFE_INTEGER;

/** Place of an event of a poll. @param poll which of the polls of one instant, in the order in which they run */
export function placeOf(poll: number, rank: Rank): number {
  return poll * 10 + ranks[rank];
}

/** @returns an event with its payload as JSON */
export function pastItem<N extends EventName>(
  name: N,
  at: number,
  order: number,
  payload: EventPayloads[N],
): PastItem {
  return { name, at, order, json: JSON.stringify(payload) };
}

/**
 * Values whose times lie no further apart are of one moment. Quotes around the money, and the stock itself, are made
 * anew every second while they trade, and a chain of two pages takes a few; a delayed value is 15 minutes away. SPY
 * moves some 20 cents in half a minute.
 */
export const likeAgeMs = 30_000;

/** The same where a time is not known but taken from the plan's delay, which is a quarter of an hour and some seconds. */
export const likePlanMs = 2 * 60_000;

/** By how much the delayed plans are behind. */
export const planDelayMs = 15 * 60_000;

/** Whether two instants (epoch ms) are near enough for their values to be combined. */
export function isLikeAge(one: number, other: number, withinMs = likeAgeMs): boolean {
  return Math.abs(one - other) <= withinMs;
}

import type { Calendar } from '../../market/calendar/calendar.ts';
import { type Session, sessionStart } from '../../market/calendar/session.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';

/** Delayed plans learn of the last trade a quarter of an hour after it; some minutes on top for late prints. */
const settledAfterMs = 20 * 60_000;
/** While it trades, an answer is fresh for about as long as it takes to read it. */
const readMs = 4000;
const ttlMs = 15_000;

/** Whether a trade's market is open, and how long an answer about it may be kept, in milliseconds. */
export interface TradeTimes {
  isTrading: boolean;
  /** New York date of the session at hand, or of the last one. */
  sessionDate: string;
  /** How long an answer is kept as fresh. */
  ttlMs: number;
  /** How old a kept answer may be to do instead of a new one. */
  maxAgeMs: number;
}

/**
 * While a market rests, its last trade stays the last: one answer after the delay of the plans is good until it opens.
 * @param contract what the contract is on, and when it expires; `null` for a stock
 */
export function tradeTimes(
  market: Calendar,
  contract: { underlying: string; expiration: string } | null,
  now: number,
): TradeTimes {
  const calendar = contract ? calendarOf(contract, market) : market;
  const hours = (session: Session) =>
    contract
      ? { from: session.open, to: session.optionClose }
      : { from: sessionStart(session), to: session.postClose };
  const next = calendar.nextSession(now);
  const { from, to } = hours(next);
  if (now >= from && now < to + settledAfterMs)
    return { isTrading: now < to, sessionDate: next.date, ttlMs, maxAgeMs: readMs };
  const isOver = now >= to;
  const last = isOver ? next : calendar.previousSession(next.date);
  const wakes = isOver ? hours(calendar.nextSession(next.postClose)).from : from;
  const settledAt = hours(last).to + settledAfterMs;
  return {
    isTrading: false,
    sessionDate: last.date,
    ttlMs: wakes - now,
    maxAgeMs: Math.max(readMs, now - settledAt),
  };
}

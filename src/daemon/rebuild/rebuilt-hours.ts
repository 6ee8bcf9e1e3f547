import { SpyglassError } from '../../base/errors.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';
import type { RebuiltKey } from '../../recordings/rebuilt.ts';
import type { RebuildRequest } from './rebuild-context.ts';

/** Delayed plans have the last bars of a session this long after its end. */
export const settledAfterMs = 20 * 60_000;

/** The chain that is rebuilt, and the session by its own hours. */
export interface RebuiltHours {
  key: RebuiltKey;
  session: Session;
}

/**
 * Which chain a request is about, and its hours.
 * @param now epoch ms
 * @throws SpyglassError `usage` where the day has no session, or it is not over
 */
export function hoursOf(
  { symbol, date, expiration }: RebuildRequest,
  calendar: Calendar,
  now: number,
): RebuiltHours {
  const trading = calendar.sessionOn(date);
  if (!trading) throw new SpyglassError('usage', `${date} has no session: the market was closed.`);
  const expires = expiration ?? nearestExpiration(symbol, calendar, trading.open);
  if (expires < date) throw new SpyglassError('usage', `Options of ${expires} had expired before ${date}.`);
  const own = calendarOf({ underlying: symbol, expiration: expires }, calendar).sessionOn(date)!;
  const settledAt = own.optionClose + settledAfterMs;
  if (now < settledAt) {
    throw new SpyglassError('usage', `The session of ${date} is not over.`, {
      hint: `Rebuild it after ${formatNewYorkTime(settledAt)} in New York.`,
    });
  }
  return { key: { underlying: symbol, date, expiration: expires }, session: own };
}

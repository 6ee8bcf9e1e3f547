import * as z from 'zod';
import { sanitizeText } from '../../../base/sanitize.ts';
import { problemOf } from './fields.ts';
import { dateProblem, isInstant } from '../../../market/calendar/instants.ts';
import { UpstreamError } from '../http/upstream-error.ts';

/** What the exchange is doing by the vendor’s account. */
export interface MarketNow {
  market: 'open' | 'extended-hours' | 'closed' | 'unknown';
  /** Epoch ms of the server's clock; `null` when it did not say. */
  serverTime: number | null;
}

const marketNow = z.looseObject({ market: z.string().nullish(), serverTime: z.string().nullish() });

/** @throws UpstreamError `malformed` */
export function parseMarketNow(body: unknown): MarketNow {
  const parsed = marketNow.safeParse(body);
  if (!parsed.success)
    throw new UpstreamError(
      'malformed',
      `The API's market status makes no sense: ${problemOf(parsed.error)}.`,
    );
  const { market, serverTime } = parsed.data;
  const known = (['open', 'extended-hours', 'closed'] as const).find((state) => state === market);
  const at = serverTime ? Date.parse(serverTime) : Number.NaN;
  return { market: known ?? 'unknown', serverTime: isInstant(at) ? at : null };
}

/** A day on which the exchange says that it does not keep its usual hours. */
export interface UpcomingDay {
  date: string;
  name: string;
  kind: 'closed' | 'early-close';
}

const upcomingRow = z.looseObject({
  exchange: z.string().nullish(),
  date: z.string().refine((date) => dateProblem(date) === null),
  name: z.string().nullish(),
  status: z.enum(['closed', 'early-close']),
});

/**
 * The bare array of `/v1/marketstatus/upcoming`, one entry a date, of the stock exchanges only.
 * @throws UpstreamError `malformed` when it is not an array
 */
export function parseUpcoming(body: unknown): UpcomingDay[] {
  if (!Array.isArray(body)) {
    throw new UpstreamError('malformed', 'The API’s list of holidays is not a list.');
  }
  const days = new Map<string, UpcomingDay>();
  for (const raw of body) {
    const row = upcomingRow.safeParse(raw);
    if (!row.success || (row.data.exchange ?? 'NYSE') !== 'NYSE') continue;
    const { date, name, status } = row.data;
    days.set(date, { date, name: sanitizeText(name ?? 'holiday', 60), kind: status });
  }
  return [...days.values()];
}

import type { Recording } from '../../recordings/recording.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { isInstant } from '../../market/calendar/instants.ts';
import { lastNearestPoll } from '../underlyings/chains/recorded-chain.ts';
import { templates } from '../../sources/polygon/endpoints/endpoint-names.ts';
import type { RecordedJob } from './recorded-jobs.ts';

const quoteEndpoints: readonly string[] = [
  templates.stockSnapshot,
  templates.unifiedSnapshot,
  templates.previousClose,
];
/** Far enough back for the last poll of the last session, over the longest weekend. */
const lookBackMs = 5 * 86_400_000;

/**
 * What an earlier run left of its times. An unchanged quote leaves no row of its own, but the request that brought it
 * does.
 * @param isFirst whether the symbol is the one that is shown first, which every run records
 */
export async function readLastRun(
  db: Recording,
  calendar: Calendar,
  symbol: string,
  now: number,
  isFirst: boolean,
): Promise<{
  lastRecordedAt: Record<RecordedJob, number | null>;
  lastAliveAt: number | null;
  knownFrom: number | null;
}> {
  const calls = await db.apiLog.since(now - lookBackMs, now);
  const lastQuoteCall = calls.findLast(
    ({ endpoint, statusCode }) => statusCode === 200 && quoteEndpoints.includes(endpoint),
  );
  const oldest = (await db.status()).tables
    .filter(({ table }) => table === 'chain_polls' || table === 'api_requests_log')
    .flatMap((table) => table.oldest ?? []);
  const lastQuote = await db.quotes.latest(symbol, now);
  // A plan with closing prices only gives one quote a day: none is missing within it. On other plans a snapshot holds
  // nothing but a close at night.
  const isOnceADay =
    lastQuote?.tier === 'end-of-day' &&
    (!lastQuoteCall || lastQuoteCall.endpoint === templates.previousClose);
  const quoteCallAt = isFirst || lastQuote ? lastQuoteCall?.timestamp : null;
  const quoteTimes = [lastQuote?.receivedAt, quoteCallAt, isOnceADay ? now : null].flatMap((at) => at ?? []);
  const chainAt = (await lastNearestPoll(db, calendar, symbol, now))?.at ?? null;
  // A clock that was wrong for a while has left times of its own.
  const believed = (at: number) => isInstant(at) && at <= now;
  const lastAliveAt = calls.at(-1)?.timestamp ?? null;
  // Which symbols a run recorded is not known: what another one than the first has missed while the daemon lived is in the
  // gaps, if it was to be recorded at all.
  const alive = isFirst ? [] : [lastAliveAt ?? 0];
  const lastOf = (times: number[]) => {
    const known = times.filter(believed);
    return known.length === 0 ? null : Math.max(...known, ...alive.filter(believed));
  };
  return {
    lastRecordedAt: { quote: lastOf(quoteTimes), chain: lastOf(chainAt === null ? [] : [chainAt]) },
    lastAliveAt,
    knownFrom: oldest
      .filter(isInstant)
      .reduce<number | null>((one, other) => Math.min(one ?? other, other), null),
  };
}

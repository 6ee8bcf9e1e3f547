import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { isIndexTicker } from '../../market/symbols/roots.ts';
import { lastFinishedSession } from '../../market/calendar/finished-session.ts';
import type { PollRequest } from '../request.ts';
import type { RawRows } from '../polygon/endpoints/queries.ts';
import { requireWhole } from '../polygon/http/paginate.ts';
import { parseBars } from '../polygon/parse/parse-bars.ts';
import { type ParseContext, parsePreviousClose, quoteOfMinuteBars } from '../polygon/parse/parse-quote.ts';
import { parseStockSnapshot } from '../polygon/parse/parse-stock-snapshot.ts';
import { parseUnifiedSnapshot } from '../polygon/parse/parse-unified-snapshot.ts';
import type { UpstreamError } from '../polygon/http/upstream-error.ts';
import type { PollContext } from './poll-context.ts';
import { maxAgeMs } from './max-age.ts';

/** One way of learning a price. */
export interface QuoteWay {
  /** Whether its price changes once a day only, after the day is over. */
  isOnceADay: boolean;
  isWorthAsking(context: PollContext, isForced: boolean): boolean;
  /** Whether a failure of this way leaves the question to the next one. */
  isNextTried(error: UpstreamError): boolean;
  /** @throws UpstreamError */
  fetch(context: PollContext, request: PollRequest): Promise<Quote>;
}

/** How long a price answers for the next one who asks. */
export const quoteTtlMs = 15_000;

const isNotEntitled = (error: UpstreamError) => error.failure === 'not-entitled';

function snapshot(endpoint: 'stockSnapshot' | 'unifiedSnapshot', parse: typeof parseStockSnapshot): QuoteWay {
  return {
    isOnceADay: false,
    // There are no snapshots of indexes among those of stocks.
    isWorthAsking: ({ symbol, endpoints }, isForced) =>
      (endpoint === 'unifiedSnapshot' || !isIndexTicker(symbol)) &&
      endpoints.isWorthAsking(endpoint, isForced),
    isNextTried: isNotEntitled,
    async fetch(context, request) {
      const { symbol, clock, endpoints, cached, pollIntervals } = context;
      const interval = pollIntervals.next('quote', clock.now(), clock.now()).intervalMs;
      const { value } = await cached(
        {
          key: `${endpoint}:${symbol}`,
          dataType: 'quote',
          ttlMs: quoteTtlMs,
          priority: request.priority,
          maxAgeMs: maxAgeMs(request, quoteTtlMs, interval),
          slotAt: request.slotAt,
        },
        () => endpoints[endpoint](symbol, request),
        (body, receivedAt) => parse(body, parseContext(context, receivedAt)),
      );
      return value;
    },
  };
}

const minutesTtlMs = 60_000;

/** The last minute of today: what a plan without snapshots may still give. */
const lastMinute: QuoteWay = {
  isOnceADay: false,
  isWorthAsking({ endpoints, clock }) {
    const known = endpoints.entitlement('minutesOfToday');
    // A plan that gives a day only once it is over says so on each new day, and is asked once on each.
    return known?.state !== 'not-yet' || newYorkDate(known.at) !== newYorkDate(clock.now());
  },
  isNextTried: ({ failure }) =>
    failure === 'not-yet' || failure === 'not-entitled' || failure === 'not-found',
  async fetch(context, request) {
    const { symbol, source, endpoints, cached, clock, hours } = context;
    const today = newYorkDate(clock.now());
    const { session } = hours.calendar.phaseAt(clock.now());
    const close = await closeBefore(context, today);
    const { value } = await cached(
      {
        key: `minutesOfToday:${symbol}:${today}`,
        dataType: 'quote',
        ttlMs: minutesTtlMs,
        priority: request.priority,
        maxAgeMs: maxAgeMs(request, minutesTtlMs, null),
      },
      () => endpoints.minutesOfToday(symbol, today, request),
      (body, receivedAt) => {
        requireWhole(body as RawRows, 'The bars are');
        const { rows } = parseBars((body as RawRows).rows, {
          ...{ symbol, timeframe: '1min', source, receivedAt },
          ...{ from: today, to: today },
        });
        return quoteOfMinuteBars(rows, session, close, parseContext(context, receivedAt));
      },
    );
    return value;
  },
};

/** Long enough for restarts and impatient keys, short enough for a vendor that was late with the day. */
const closeTtlMs = 6 * 3_600_000;

/** The last close, which changes once a day: asking for it again before that would bring nothing new. */
const previousClose: QuoteWay = {
  isOnceADay: true,
  isWorthAsking: ({ endpoints }, isForced) => endpoints.isWorthAsking('previousClose', isForced),
  isNextTried: isNotEntitled,
  async fetch(context, request) {
    const { symbol, clock, endpoints, cached, hours } = context;
    const day = lastFinishedSession(hours.calendar, clock.now());
    const before = await closeBefore(context, day);
    const { value } = await cached(
      {
        key: `previousClose:${symbol}:${day}`,
        dataType: 'quote',
        ttlMs: closeTtlMs,
        priority: request.priority,
        maxAgeMs: request.isForced ? 0 : closeTtlMs,
      },
      () => endpoints.previousClose(symbol, request),
      (body, receivedAt) =>
        parsePreviousClose(body, parseContext(context, receivedAt), (date) => (date === day ? before : null)),
    );
    return value;
  },
};

/** From what every paid plan has down to what the free one has. */
export const quoteWays: readonly QuoteWay[] = [
  snapshot('stockSnapshot', parseStockSnapshot),
  snapshot('unifiedSnapshot', parseUnifiedSnapshot),
  lastMinute,
  previousClose,
];

/** Close of the session before a date, from its daily bar; `null` while there is none. */
export async function closeBefore(
  { symbol, db, hours, clock }: Pick<PollContext, 'symbol' | 'db' | 'hours' | 'clock'>,
  date: string,
): Promise<number | null> {
  const midnight = newYorkInstant(hours.calendar.previousSession(date).date, '00:00');
  const [bar] = await db.bars.range(symbol, 'daily', midnight, midnight + 1, clock.now());
  return bar?.close ?? null;
}

/** What parsing a price of the context's symbol takes, at the time of its answer (epoch ms). */
export function parseContext(
  { symbol, source, hours, usage }: Pick<PollContext, 'symbol' | 'source' | 'hours' | 'usage'>,
  receivedAt: number,
): ParseContext {
  const { calendar } = hours;
  const { session } = calendar.phaseAt(receivedAt);
  const isTrading = receivedAt >= session.open && receivedAt < session.close;
  const onRejection = (reason: string) => usage.onRejections([reason]);
  return { symbol, source, receivedAt, isTrading, calendar, onRejection };
}

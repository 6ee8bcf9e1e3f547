import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { type Answer, ok, unavailable, unknownKey } from '../answer.ts';
import { isoOf, statusBody, upcomingFrom } from '../endpoints/market-status.ts';
import type { Exchange } from '../exchange.ts';
import { nanoseconds, rawDigits } from '../json-numbers.ts';
import type { Fault } from './fault.ts';

/** Requests answered well before a fault in mid-session begins. */
const goodRequests = 5;

export const sessionFaults = {
  'key-revoked': {
    kind: 'session',
    summary: 'every request gets 401: the key is unknown',
    apply: { replace: ({ requestId }) => unknownKey(requestId) },
  },
  'key-revoked-in-mid-session': {
    kind: 'session',
    summary: 'after five good requests every one gets 401',
    startsAfter: goodRequests,
    apply: { replace: ({ requestId }) => unknownKey(requestId) },
  },
  'plan-downgraded-in-mid-session': {
    kind: 'session',
    summary: 'after five good requests the account is on the free plan: snapshots get 403',
    startsAfter: goodRequests,
    apply: {
      rewrite: (exchange) => {
        exchange.profile = 'basic';
      },
    },
  },
  'outage-in-mid-session': {
    kind: 'session',
    summary: 'after five good requests every one gets 503',
    startsAfter: goodRequests,
    apply: { replace: () => unavailable() },
  },
  'frozen-feed': {
    kind: 'session',
    summary: 'values are those of twenty minutes ago, and the market is said to be open',
    apply: { rewrite: (exchange) => shift(exchange, exchange.now - 20 * 60_000) },
  },
  'late-feed': {
    kind: 'session',
    summary: 'values are ten minutes late, and are said to be real-time',
    apply: { rewrite: (exchange) => shift(exchange, exchange.now - 10 * 60_000) },
  },
  halt: {
    kind: 'session',
    summary: 'trading is halted: the last trade is twenty minutes old, while bids and asks go on',
    apply: {
      // The last second of a minute: none that began later is known.
      rewrite: (exchange) => shift(exchange, Math.floor(exchange.now / 60_000 - 20) * 60_000 - 1000),
      alter: (answer, { now }) => withQuotesOf(answer, now),
    },
  },
  'unscheduled-closure': {
    kind: 'session',
    summary: 'the exchange does not open today, which only the API knows',
    apply: {
      rewrite: (exchange) =>
        shift(exchange, exchange.simulated.calendar.previousSession(newYorkDate(exchange.now)).postClose),
      replace: (exchange) =>
        statusOf(exchange, () => 'closed', {
          name: 'Day of mourning',
          status: 'closed',
        }),
    },
  },
  'unscheduled-early-close': {
    kind: 'session',
    summary: 'the exchange closes at 13:00 today, which only the API knows',
    apply: {
      rewrite: (exchange) => shift(exchange, Math.min(exchange.now, earlyClose(exchange) + 15 * 60_000)),
      replace: (exchange) => {
        const close = earlyClose(exchange);
        const session = exchange.simulated.calendar.sessionOn(newYorkDate(exchange.now));
        if (!session || exchange.now < session.open) return null;
        return statusOf(exchange, (now) => (now < close ? 'open' : 'extended-hours'), {
          name: 'Early close',
          status: 'early-close',
          open: isoOf(session.open),
          close: isoOf(close),
        });
      },
    },
  },
} as const satisfies Record<string, Fault>;

/** The same prices, with bids and asks that were made just now, and a last trade of which nobody can doubt. */
function withQuotesOf(answer: Answer, now: number): Answer {
  const made = nanoseconds(now);
  const changes: Record<string, object> = {
    lastQuote: { t: made },
    last_quote: { last_updated: made },
    lastTrade: { c: [] },
  };
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null || rawDigits(value) !== null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const change = changes[name];
        return [name, change && inner ? { ...inner, ...change } : walk(inner)];
      }),
    );
  };
  return 'json' in answer ? { ...answer, json: walk(answer.json) } : answer;
}

/** Data as of another instant; what the API says of the market itself stays as of now. */
function shift(exchange: Exchange, at: number) {
  if (!exchange.path.startsWith('/v1/marketstatus/')) exchange.now = at;
}

function earlyClose({ now }: Exchange): number {
  return newYorkInstant(newYorkDate(now), '13:00');
}

/** The two market status endpoints with today's surprise in them; `null` for every other path. */
function statusOf(
  { path, now, simulated }: Exchange,
  marketAt: (now: number) => string,
  today: Record<string, string>,
): Answer | null {
  const market = marketAt(now);
  if (path === '/v1/marketstatus/now') {
    return ok(statusBody(now, market, { earlyHours: false, afterHours: market === 'extended-hours' }));
  }
  if (path !== '/v1/marketstatus/upcoming') return null;
  const date = newYorkDate(now);
  const surprises = ['NASDAQ', 'NYSE', 'OTC'].map((exchange) => ({ date, exchange, ...today }));
  return ok([...surprises, ...upcomingFrom(simulated.calendar, date)]);
}

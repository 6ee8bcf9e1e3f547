import type { Quote } from '../../market/quote.ts';
import type { Job, RunRequest } from '../poller.ts';
import type { Asking } from '../upstream/endpoints.ts';
import {
  type ParseContext,
  parsePreviousClose,
  parseStockSnapshot,
  parseUnifiedSnapshot,
} from '../upstream/parse-quote.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { type JobContext, maxAgeMs } from './job-context.ts';

const ttlMs = 15_000;

/** From what every paid plan has down to what the free one has. */
const ways = [
  { endpoint: 'stockSnapshot', parse: parseStockSnapshot },
  { endpoint: 'unifiedSnapshot', parse: parseUnifiedSnapshot },
  { endpoint: 'previousClose', parse: parsePreviousClose },
] as const;

export function createQuoteJob(context: JobContext): Job {
  const { symbol, source, clock, hours, db, book, endpoints, cached, cadences, store } = context;

  const fetchQuote = async (request: RunRequest): Promise<Quote> => {
    const asking: Asking = { priority: request.priority, signal: request.signal };
    const interval = cadences.next('quote', clock.now(), clock.now()).intervalMs;
    const refusals: UpstreamError[] = [];
    for (const { endpoint, parse } of ways) {
      if (!endpoints.isWorthAsking(endpoint)) continue;
      try {
        const { body, createdAt } = await cached(
          {
            key: `${endpoint}:${symbol}`,
            dataType: 'quote',
            ttlMs,
            maxAgeMs: maxAgeMs(request, ttlMs, interval),
          },
          () => endpoints[endpoint](symbol, asking),
        );
        const { session } = hours.calendar.phaseAt(createdAt);
        const isTrading = createdAt >= session.open && createdAt < session.close;
        const parseContext: ParseContext = { symbol, source, receivedAt: createdAt, isTrading };
        return parse(body, parseContext);
      } catch (error) {
        if (!(error instanceof UpstreamError) || error.failure !== 'not-entitled') throw error;
        refusals.push(error);
      }
    }
    throw (
      refusals.at(-1) ??
      new UpstreamError('not-entitled', `The plan of this key includes no price of ${symbol}.`)
    );
  };

  return {
    name: 'quote',
    runsAtStart: true,
    next: (now, after) => cadences.next('quote', now, after),
    async run(request) {
      const quote = await fetchQuote(request);
      store(() => db.quotes.record(quote));
      book.setQuote(quote);
      return `${symbol} ${quote.price.toFixed(2)}`;
    },
  };
}

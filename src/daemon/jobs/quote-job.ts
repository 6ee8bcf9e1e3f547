import type { Quote } from '../../market/quote.ts';
import { onceADay } from '../once-a-day.ts';
import type { Job, RunRequest } from '../poller.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { watchFeed } from './feed-watch.ts';
import type { JobContext } from './job-context.ts';
import { quoteWays } from './quote-ways.ts';

export interface QuoteJob extends Job {
  /** Requests that a poll takes; 0 where the plan gives closing prices only, which are asked for once a day. */
  calls(): number;
}

export function createQuoteJob(context: () => JobContext): QuoteJob {
  let isEndOfDay = false;
  let feed: ReturnType<typeof watchFeed> | null = null;

  const fetchQuote = async (request: RunRequest): Promise<Quote> => {
    const { endpoints, symbol } = context();
    let refusal: UpstreamError | null = null;
    for (const way of quoteWays) {
      if (!way.isWorthAsking(context(), request.isForced && canExplore())) continue;
      try {
        const quote = await way.fetch(context(), request);
        isEndOfDay = quote.tier === 'end-of-day';
        return quote;
      } catch (error) {
        if (!(error instanceof UpstreamError) || !way.isNextTried(error)) throw error;
        refusal = error;
      }
    }
    throw (
      refusal ??
      new UpstreamError(
        'not-entitled',
        endpoints.capability('previousClose')?.message ?? `The plan of this key has no price of ${symbol}.`,
      )
    );
  };
  /** Asking again for what was refused must not take the call that answers. */
  const canExplore = () => context().budget.free('user') >= quoteWays.length;

  return {
    name: 'quote',
    runsAtStart: true,
    calls: () => (isEndOfDay ? 0 : 1),
    next(now, after) {
      if (!isEndOfDay) return context().cadences.next('quote', now, after);
      return onceADay(context().hours, after, 'this plan has closing prices only');
    },
    onMissed: (from, to, reason) => context().gaps.missed('quote', from, to, reason),
    async run(request) {
      const { symbol, book, recorder } = context();
      // Somebody who has just started it waits for a first price; the smallest plan's takes four calls to find.
      const isFirst = book.quote() === null;
      const quote = await fetchQuote(isFirst ? { ...request, priority: 'user' } : request);
      feed ??= watchFeed(context());
      feed.seen(quote);
      recorder.quote(quote);
      book.setQuote(quote);
      return `${symbol} ${quote.price.toFixed(2)}`;
    },
  };
}

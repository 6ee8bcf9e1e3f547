import { priceText } from '../../market/price-text.ts';
import { onceADay } from '../once-a-day.ts';
import type { Job } from '../poller.ts';
import { watchFeed } from './feed-watch.ts';
import { fetchQuote } from './fetch-quote.ts';
import type { JobContext } from './job-context.ts';

export interface QuoteJob extends Job {
  /** Requests that a poll takes; 0 where the plan gives closing prices only, which are asked for once a day. */
  calls(): number;
}

/** The main symbol's quote, which is always recorded. */
export function createQuoteJob(context: () => JobContext): QuoteJob {
  let isEndOfDay = false;
  let feed: ReturnType<typeof watchFeed> | null = null;

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
      const { symbol, quotes, recorder } = context();
      // Somebody who has just started it waits for a first price; the smallest plan's takes four calls to find.
      const isFirst = quotes.of(symbol) === null;
      const quote = await fetchQuote(context(), isFirst ? { ...request, priority: 'user' } : request);
      isEndOfDay = quote.tier === 'end-of-day';
      feed ??= watchFeed(context());
      feed.seen(quote);
      recorder.quote(quote);
      quotes.set(quote);
      return `${symbol} ${priceText(quote.price)}`;
    },
  };
}

import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { onceADay } from '../schedule/once-a-day.ts';
import type { Job } from '../schedule/job.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import type { JobContext } from './job-context.ts';
import { unknownSymbol } from '../watch-list/unknown-symbol.ts';

/** The job that polls a recorded underlying's quote. */
export interface QuoteJob extends Job {
  /** Requests that a poll takes; 0 where the plan gives closing prices only, which are asked for once a day. */
  calls(): number;
  /** Whether the plan gives closing prices only. */
  isOnceADay(): boolean;
  /** On such a plan the change comes from the daily bars: to be called when these have come. */
  onDailyBars(): Promise<void>;
}

/**
 * An underlying's quote, which is always recorded.
 * @param isPlanOnceADay what another underlying's polls have shown of the plan, until this one's do
 */
export function createQuoteJob(context: JobContext, isPlanOnceADay = () => false): QuoteJob {
  let shown: boolean | null = null;
  const isOnceADay = () => shown ?? isPlanOnceADay();
  const keep = (quote: Quote) => {
    const { recorder, quotes } = context;
    recorder.quote(quote, quotes.of(quote.symbol));
    quotes.set(quote);
  };

  return {
    name: context.jobs.quote,
    runsAtStart: true,
    isOnceADay,
    calls: () => (isOnceADay() ? 0 : 1),
    next(now, after) {
      if (!isOnceADay()) return context.pollIntervals.next('quote', now, after);
      return onceADay(context.hours, after, 'this plan has closing prices only');
    },
    onMissed: (from, to, reason) => context.gaps.missed('quote', from, to, reason),
    async onDailyBars() {
      const { symbol, quotes, feed } = context;
      const quote = quotes.of(symbol);
      if (!isOnceADay() || quote?.priceKind !== 'close' || quote.previousClose !== null) return;
      const previousClose = await feed.quotes.closeBefore(newYorkDate(quote.timestamp));
      if (previousClose !== null) keep({ ...quote, previousClose });
    },
    async run(request) {
      const { symbol, quotes, hours, clock, usage, feed } = context;
      // Somebody who has just started it waits for a first price; the smallest plan's takes four calls to find.
      const isFirst = quotes.of(symbol) === null;
      const fetched = await feed.quotes
        .latest(isFirst ? { ...request, priority: 'user' } : request)
        .catch((error: unknown) => {
          // A symbol that has had a price is known, whatever one answer says.
          const isUnknown = isFirst && error instanceof UpstreamError && error.failure === 'not-found';
          throw isUnknown
            ? unknownSymbol(symbol, context.settings.recordSymbols === null ? 'main' : 'recorded', error)
            : error;
        });
      // Given up meanwhile: the slot is another run's.
      request.signal.throwIfAborted();
      const { quote } = fetched;
      shown = fetched.isOnceADay;
      const isMissing = !shown && quote.priceKind === 'close' && isTradingFor(settledMs, hours, clock.now());
      // The last price of the session is better than the close of the day before.
      if (!isMissing || isFirst) keep(quote);
      if (isMissing) {
        const reason = `The API's snapshot of ${symbol} holds no price of this session.`;
        const error = new UpstreamError('malformed', reason);
        usage.onFailure(error);
        throw error;
      }
      return `${symbol} ${priceText(quote.price)}`;
    },
  };
}

/** Delayed plans show a session's first trades a quarter of an hour after them. */
const settledMs = 20 * 60_000;

/** Whether the regular session has been under way for so long. */
function isTradingFor(ms: number, { calendar }: JobContext['hours'], now: number): boolean {
  const { phase, session } = calendar.phaseAt(now);
  return phase === 'regular' && now >= session.open + ms;
}

import { priceText } from '../../market/quotes/price-text.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import type { QuoteAnswer } from '../../sources/poll/unified-quotes.ts';
import type { FetchedQuote } from '../../sources/source.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import { isOfSymbol, SymbolsFailed, type WatchProblems } from './watch-problems.ts';

/** Keeps what the API answered about the watched symbols. */
export interface WatchAnswers {
  /**
   * Records and shows each quote, and reports each failure; a failure of one symbol hides no other symbol's quote.
   * @returns what the job shows as its result
   * @throws UpstreamError where a subscribed symbol has no quote, or a failure concerns more than its symbol
   */
  settle(answers: readonly QuoteAnswer[], signal: AbortSignal): string;
  /** Whether the plan gives a price once a day only, of every one of these symbols that the API knows. */
  areOnceADay(symbols: readonly string[]): boolean;
}

/** Where quotes are kept, and which symbols clients subscribe to. */
export interface WatchAnswersOptions {
  context: () => Pick<JobContext, 'recorder' | 'quotes'>;
  /** Symbols that clients subscribe to. */
  subscribed: () => readonly string[];
  problems: WatchProblems;
}

/** @returns what settles the answers of one watch job */
export function createWatchAnswers({ context, subscribed, problems }: WatchAnswersOptions): WatchAnswers {
  const onceADay = new Set<string>();

  const keep = ({ quote, isOnceADay }: FetchedQuote) => {
    const { recorder, quotes } = context();
    if (isOnceADay) onceADay.add(quote.symbol);
    else onceADay.delete(quote.symbol);
    recorder.secondary.quote(quote);
    quotes.set(quote);
    problems.works(quote.symbol);
    return `${quote.symbol} ${priceText(quote.price)}`;
  };

  return {
    areOnceADay: (symbols) =>
      onceADay.size > 0 && symbols.every((symbol) => onceADay.has(symbol) || problems.isUnknown(symbol)),
    settle(answers, signal) {
      // A run that was given up meanwhile keeps nothing: the slot belongs to another run.
      signal.throwIfAborted();
      const prices = answers.flatMap((answer) => ('quote' in answer ? [keep(answer)] : []));
      const failures = answers.flatMap((answer) =>
        'error' in answer && isOfSymbol(answer.error) ? [problems.failed(answer.symbol, answer.error)] : [],
      );
      const other = answers.find((answer) => 'error' in answer && !isOfSymbol(answer.error));
      if (other && 'error' in other) throw about(other.symbol, other.error);
      const shown = failures.filter(({ symbol }) => subscribed().includes(symbol));
      if (shown.length > 0) throw new SymbolsFailed(shown);
      return [...prices, ...failures.map(({ error }) => error.message)].join(', ');
    },
  };
}

function about(symbol: string, error: UpstreamError): UpstreamError {
  return new UpstreamError(error.failure, `${symbol}: ${error.message}`, { cause: error });
}

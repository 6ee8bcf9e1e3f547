import type { UnderlyingSource } from '../source.ts';
import { fetchQuote } from './fetch-quote.ts';
import { createBarSource } from './poll-bars.ts';
import { createChainSource } from './poll-chain.ts';
import type { PollContext } from './poll-context.ts';
import { closeBefore } from './quote-ways.ts';

/**
 * An underlying whose market data is polled: each value is asked for, or taken from the cache of answers.
 * @param lastCalls requests that the last poll of its chain took, where another daemon made it
 */
export function createPollSource(context: PollContext, lastCalls?: number): UnderlyingSource {
  const { symbol } = context;
  return {
    symbol,
    provenance: context.source,
    quotes: {
      latest: (request) => fetchQuote(context, request),
      closeBefore: (date) => closeBefore(context, date),
    },
    chains: createChainSource(context, lastCalls),
    bars: createBarSource(context, symbol),
  };
}

import type { FetchedQuote } from '../source.ts';
import type { PollRequest } from '../request.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import type { PollContext } from './poll-context.ts';
import { inItsSession } from './night-quote.ts';
import { quoteWays } from './quote-ways.ts';

/**
 * The best price of the context's symbol that the plan gives.
 * @throws UpstreamError
 */
export async function fetchQuote(context: PollContext, request: PollRequest): Promise<FetchedQuote> {
  const { endpoints, symbol, budget } = context;
  /** Asking again for what was denied must not take the call that answers. */
  const canExplore = budget.free('user') >= quoteWays.length;
  let refusal: UpstreamError | null = null;
  for (const way of quoteWays) {
    if (!way.isWorthAsking(context, request.isForced && canExplore)) continue;
    try {
      const quote = await inItsSession(context, await way.fetch(context, request));
      return { quote: { ...quote, slotAt: request.slotAt }, isOnceADay: way.isOnceADay };
    } catch (error) {
      if (!(error instanceof UpstreamError) || !way.isNextTried(error)) throw error;
      refusal = error;
    }
  }
  throw (
    refusal ??
    new UpstreamError(
      'not-entitled',
      endpoints.entitlement('previousClose')?.message ?? `The plan of this key has no price of ${symbol}.`,
    )
  );
}

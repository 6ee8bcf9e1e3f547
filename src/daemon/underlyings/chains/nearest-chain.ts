import type { Chain } from '../../../market/quotes/chain.ts';
import type { PollRequest } from '../../../sources/request.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';
import type { JobContext } from '../job-context.ts';

/**
 * The chain of the symbol's nearest expiration: as the API lists it, and where the calendar has said it and the API has no
 * contracts of that date, the one that it lists instead.
 * @throws UpstreamError
 */
export async function fetchNearest(
  { symbol, expirations }: Pick<JobContext, 'symbol' | 'expirations'>,
  request: PollRequest,
  fetch: (expiration: string) => Promise<Chain>,
): Promise<Chain> {
  await expirations.learn(symbol, request);
  const expiration = expirations.nearest(symbol);
  try {
    return await fetch(expiration);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.failure !== 'not-found') throw error;
    const other = await expirations.insteadOf(expiration, symbol, request);
    if (other === null) throw error;
    return await fetch(other);
  }
}

import type { Chain } from '../../../market/quotes/chain.ts';
import type { PollRequest } from '../../../sources/request.ts';
import type { JobContext } from '../job-context.ts';

/**
 * Polls a chain. Where the plan has none, the expiration's strikes are all there is to show: they become the latest chain
 * before this throws, and are never recorded.
 * @param intervalMs of the polls; `null` outside of any
 * @throws UpstreamError
 */
export async function pollChain(
  { feed, latest }: Pick<JobContext, 'feed' | 'latest'>,
  expiration: string,
  request: PollRequest,
  intervalMs: number | null,
): Promise<Chain> {
  const { chains } = feed;
  try {
    return await chains.latest(expiration, request, intervalMs);
  } catch (error) {
    if (!chains.isEntitled() && latest.chain()?.expiration !== expiration)
      latest.setChain(await chains.strikes(expiration, request));
    throw error;
  }
}

import type { ChainSubscription } from '../../../../protocol/chain-subscription.ts';
import type { RecordingReader } from '../../../../recordings/recording.ts';
import type { MarketAt } from '../past-market.ts';
import { pollsIn, type Span } from '../past-reads.ts';
import { type NearestPoll, nearestPollsIn } from './nearest-polls.ts';

/** The polls of a subscription's chain in a span, oldest first. */
export async function pollsOf(
  { recording, marketAt }: { recording: Pick<RecordingReader, 'chains' | 'levels'>; marketAt: MarketAt },
  { symbol, expiration }: ChainSubscription,
  span: Span,
): Promise<NearestPoll[]> {
  if (expiration === null) return nearestPollsIn(recording, marketAt, symbol, span);
  return (await pollsIn(recording, symbol, span))
    .filter((poll) => poll.expiration === expiration)
    .map((poll) => ({ ...poll, levels: null, isKept: true }));
}

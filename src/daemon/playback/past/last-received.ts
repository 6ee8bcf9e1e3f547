import type { LookedAt, PastContext } from './past-context.ts';
import { lastPollOf } from './shown-poll.ts';

/** When anything of a subscription was received last, up to an instant; `null` where nothing was. */
export async function lastReceived(context: PastContext, looked: LookedAt): Promise<number | null> {
  const { subscription, at } = looked;
  const quote = await context.recording.quotes.latest(subscription.symbol, at);
  const poll = await lastPollOf(context, looked);
  const times = [quote?.receivedAt, poll?.at].filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.max(...times);
}

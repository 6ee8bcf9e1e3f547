import type { LookedAt, PastContext } from './past-context.ts';
import { lastPollOf } from './polls/shown-poll.ts';

/** When anything was received last, up to an instant: a quote of any symbol, or a poll of the subscription's chain. */
export async function lastReceived(context: PastContext, looked: LookedAt): Promise<number | null> {
  const quoteAt = await context.recording.quotes.lastReceivedAt(looked.at);
  const pollAt = (await lastPollOf(context, looked))?.at ?? null;
  const times = [quoteAt, pollAt].filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
}

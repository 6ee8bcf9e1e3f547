import type { ChainSubscription } from '../../../../protocol/chain-subscription.ts';
import type { Span } from '../past-reads.ts';
import { keepValues } from './kept-values.ts';

/** When the polls of a subscription's chain were made, session by session. */
export interface SessionPolls {
  /** Oldest first. @param session the instants that belong to it */
  of(subscription: ChainSubscription, session: Span): Promise<readonly number[]>;
}

/** Somebody looks at one session, and compares it with one or two others. */
const maxKept = 6;

/** Reads the polls of a session once, and from then on those that were made since. */
export function keepSessionPolls(
  read: (subscription: ChainSubscription, span: Span) => Promise<readonly { at: number }[]>,
): SessionPolls {
  const kept = keepValues<readonly number[]>(maxKept);
  return {
    async of(subscription, { after, to }) {
      const key = `${subscription.symbol} ${subscription.expiration ?? ''} ${after}`;
      const known = kept.get(key) ?? [];
      const later = await read(subscription, { after: known.at(-1) ?? after, to });
      return kept.set(key, later.length === 0 ? known : [...known, ...later.map(({ at }) => at)]);
    },
  };
}

import type { ChainSubscription, ChainSubscriptionState } from '../../protocol/chain-subscription.ts';

/** Names of the jobs that poll a chain, as in `JobState`. */
export type JobNames = ChainSubscriptionState['jobs'];

/** Of a recorded underlying: `quote`, `chain`, `bars` of the first, `quote QQQ` and so on of others. */
export function recordedJobNames(symbol: string, isFirst: boolean): JobNames {
  const of = (kind: keyof JobNames) => (isFirst ? kind : `${kind} ${symbol}`);
  return { quote: of('quote'), chain: of('chain'), bars: of('bars') };
}

/** Of one expiration's chain: `chain QQQ 2026-11-30`; of the nearest one of a symbol that is not recorded `chain QQQ`. */
export function chainJobName({ symbol, expiration }: ChainSubscription): string {
  return expiration === null ? `chain ${symbol}` : `chain ${symbol} ${expiration}`;
}

/**
 * Of a chain that is not the nearest one of a recorded symbol: a later expiration of such a symbol shares its quote and
 * bars.
 * @param recorded the names of the symbol's jobs where it is recorded
 */
export function secondaryJobNames(subscription: ChainSubscription, recorded: JobNames | null): JobNames {
  const chain = chainJobName(subscription);
  return {
    quote: recorded?.quote ?? 'watch',
    chain,
    bars: recorded?.bars ?? chain.replace('chain', 'bars'),
  };
}

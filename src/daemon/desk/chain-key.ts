import type { ChainSubscription } from '../../protocol/chain-subscription.ts';

/** What the journal calls a chain: `SPY` the nearest one of a symbol, `SPY 2026-11-30` that of one expiration. */
export function chainKey({ symbol, expiration }: ChainSubscription): string {
  return expiration === null ? symbol : `${symbol} ${expiration}`;
}

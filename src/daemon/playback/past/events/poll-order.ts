import { recordedSymbolsOf } from '../../../../config/settings/recorded-symbols.ts';
import type { ChainSubscription } from '../../../../protocol/chain-subscription.ts';
import type { PastContext } from '../past-context.ts';

/** Which of the polls of one instant one is: those of the recorded symbols come first, of each the quote before the chain. */
export interface PollOrder {
  quote(symbol: string): number;
  chain(subscription: ChainSubscription): number;
}

/** @param watched all symbols whose quotes are read, the recorded ones in front */
export function createPollOrder(
  { settings }: Pick<PastContext, 'settings'>,
  watched: readonly string[],
): PollOrder {
  const recorded = recordedSymbolsOf(settings);
  const placeOf = (symbol: string) => {
    const index = watched.indexOf(symbol);
    return index < 0 ? watched.length : index;
  };
  return {
    quote: (symbol) => 2 * placeOf(symbol),
    chain: ({ symbol, expiration }) =>
      expiration === null && recorded.includes(symbol)
        ? 2 * placeOf(symbol) + 1
        : 2 * (watched.length + placeOf(symbol)) + 1,
  };
}

import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { createPastChains, type PastChains } from './past-chains.ts';
import { createMarketAt, type MarketAt } from './past-market.ts';
import type { PastRecording, PastSettings } from './past-recording.ts';

/** What every read of the past works with. */
export interface PastContext {
  recording: PastRecording;
  settings: PastSettings;
  marketAt: MarketAt;
  chains: PastChains;
}

/** A subscription at an instant (epoch ms). */
export interface LookedAt {
  subscription: ChainSubscription;
  at: number;
}

/** @returns a context that has read nothing yet */
export function createPastContext(recording: PastRecording, settings: PastSettings): PastContext {
  return {
    ...{ recording, settings },
    marketAt: createMarketAt(settings, recording),
    chains: createPastChains(recording),
  };
}

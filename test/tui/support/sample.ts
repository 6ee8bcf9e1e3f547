import type { Snapshot } from '../../../src/protocol/events.ts';
import type { ChainSubscriptionState } from '../../../src/protocol/chain-subscription.ts';
import { sampleArchive } from './sample-archive.ts';
import { sampleChain, sampleIntraday, sampleQuote } from './sample-chain.ts';
import { sampleJobs, sampleUsage } from './sample-usage.ts';
import { sampleLevels, sampleLevelsHistory } from './sample-levels.ts';
import { sampleDate } from './sample-times.ts';
import { samplePhase } from './sample-hello.ts';

export function sampleSubscription(given: Partial<ChainSubscriptionState> = {}): ChainSubscriptionState {
  return {
    symbol: 'SPY',
    expiration: null,
    expirations: [sampleDate, '2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30'],
    jobs: { quote: 'quote', chain: 'chain', bars: 'bars' },
    ...given,
  };
}

export function sampleSnapshot(given: Partial<Snapshot> = {}): Snapshot {
  return {
    quote: sampleQuote(),
    chain: sampleChain(),
    priceLine: sampleIntraday(),
    usage: sampleUsage(),
    phase: samplePhase(),
    health: { problems: [] },
    jobs: sampleJobs(),
    coverage: [],
    levels: sampleLevels(),
    levelsHistory: sampleLevelsHistory(),
    alerts: { rules: [], recent: [] },
    archive: sampleArchive(),
    subscription: sampleSubscription(),
    watch: [{ symbol: 'SPY', quote: sampleQuote() }],
    seq: 100,
    ...given,
  };
}

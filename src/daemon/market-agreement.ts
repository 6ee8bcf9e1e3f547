import type { Phase } from '../market/session.ts';
import type { MarketNow } from './upstream/parse-market-status.ts';

const expected: Record<Phase, MarketNow['market']> = {
  closed: 'closed',
  pre: 'extended-hours',
  regular: 'open',
  'options-late': 'extended-hours',
  post: 'extended-hours',
};

/** How the exchange's own word differs from the calendar's, for people; `null` where they agree or it says nothing. */
export function disagreement(market: MarketNow['market'], phase: Phase): string | null {
  if (market === 'unknown' || market === expected[phase]) return null;
  return `The exchange says that the market is ${market.replace('-', ' ')}; by the calendar this is ${phase}.`;
}

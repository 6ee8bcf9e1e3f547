import type { Phase } from '../../market/calendar/session.ts';
import type { MarketNow } from '../../sources/polygon/parse/parse-market-status.ts';

/** What the exchange should say in each phase; `null`: what it says overnight is not documented. */
const expected: Record<Phase, MarketNow['market'] | null> = {
  closed: 'closed',
  overnight: null,
  pre: 'extended-hours',
  regular: 'open',
  'options-late': 'extended-hours',
  post: 'extended-hours',
};

/** How the exchange's status differs from the calendar, for people; `null` where they agree or it says nothing. */
export function disagreement(market: MarketNow['market'], phase: Phase): string | null {
  if (market === 'unknown' || expected[phase] === null || market === expected[phase]) return null;
  return `The exchange says that the market is ${market.replace('-', ' ')}; by the calendar this is ${phase}.`;
}

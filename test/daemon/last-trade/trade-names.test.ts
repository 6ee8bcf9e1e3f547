import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { nameLastTrade } from '../../../src/daemon/last-trade/trade-names.ts';
import type { TradePartsContext } from '../../../src/daemon/last-trade/trade-parts.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { manualClock } from '../../support/manual-clock.ts';

const context = {
  endpoints: {},
  cached: () => Promise.reject(new SpyglassError('upstream_failed', 'No names today.')),
  hours: { calendar: createCalendar() },
  clock: manualClock(newYorkInstant('2026-11-23', '18:00')),
} as unknown as TradePartsContext;

const none = { value: null, receivedAt: null, tier: 'unknown', problem: null } as const;

for (const [assetClass, conditions, time, because] of [
  ['stocks', [37], '10:30', /odd lot/],
  ['stocks', [14, 37], '10:30', /odd lot/],
  ['stocks', [14], '10:30', undefined],
  ['stocks', [12], '10:30', /form T/],
  // After the bell this is how every trade is marked, and it is the price.
  ['stocks', [12], '17:00', undefined],
  ['options', [202], '10:30', /late and out of sequence/],
  ['options', [209], '10:30', undefined],
] as const) {
  test(`a print of ${assetClass} with conditions ${conditions.join()} at ${time} says whether it sets a price`, async (t) => {
    const tradedAt = newYorkInstant('2026-11-23', time);
    const raw = { price: 671.2, size: 100, exchange: 4, conditions: [...conditions], tradedAt };
    const name = await nameLastTrade(
      context,
      assetClass,
      { trade: none, quote: null, snapshot: null },
      { priority: 'user' },
    );
    const { noPriceBecause } = name.trade({ ...raw, tier: 'real-time' });
    if (because === undefined) t.is(noPriceBecause, undefined);
    else t.regex(noPriceBecause!, because);
  });
}

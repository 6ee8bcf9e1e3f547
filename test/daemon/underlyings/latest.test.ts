import test from 'ava';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createLatest } from '../../../src/daemon/underlyings/latest.ts';
import { createLatestQuotes } from '../../../src/daemon/underlyings/latest-quotes.ts';
import type { SessionPriceLine } from '../../../src/protocol/state.ts';
import { aQuote, minute, monday } from '../../db/fixtures.ts';

test('quotes that come while the line is read anew are on it, and nothing follows once it is closed', async (t) => {
  const bus = createEventBus();
  const quotes = createLatestQuotes({ latest: async () => null }, bus, () => monday);
  const stored: SessionPriceLine = {
    ...{ symbol: 'SPY', date: '2026-11-23', from: monday - 60 * minute, until: monday + 60 * minute },
    points: [{ at: monday, price: 670 }],
  };
  const latest = createLatest(
    { subscription: { symbol: 'SPY', expiration: null }, chain: null, priceLine: stored },
    quotes,
    bus,
  );
  const sent: SessionPriceLine[] = [];
  bus.on('price-line', (line) => sent.push(line));
  const poll = (index: number) =>
    quotes.set(aQuote({ price: 670 + index, timestamp: monday + index * minute }));
  const prices = () => latest.priceLine()!.points.map(({ price }) => price);

  poll(1);
  const { promise, resolve } = Promise.withResolvers<SessionPriceLine>();
  const refreshed = latest.refreshPriceLine(() => promise);
  poll(2);
  poll(3);
  t.deepEqual(prices(), [670, 671, 672, 673], 'the line so far goes on meanwhile');
  resolve(stored);
  await refreshed;
  t.deepEqual(prices(), [670, 671, 672, 673]);
  t.deepEqual(sent, [latest.priceLine()]);

  const late = latest.refreshPriceLine(async () => stored);
  latest.close();
  await late;
  t.is(sent.length, 1);
});

import test from 'ava';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createLatestQuotes } from '../../../src/daemon/underlyings/latest-quotes.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { aQuote, monday } from '../../db/fixtures.ts';

function rig(read: (symbol: string) => Promise<Quote | null>) {
  const bus = createEventBus();
  const events: unknown[] = [];
  bus.on('quote', (quote, _subscription, origin) => events.push([quote, origin]));
  const asked: string[] = [];
  const store = {
    latest: (symbol: string) => {
      asked.push(symbol);
      return read(symbol);
    },
  };
  return { quotes: createLatestQuotes(store, bus, () => monday), events, asked };
}

test('a recorded quote is there once it was loaded, and everybody hears that no poll has brought it', async (t) => {
  const recorded = aQuote();
  const { quotes, events, asked } = rig(async (symbol) => (symbol === 'SPY' ? recorded : null));
  t.is(quotes.of('SPY'), null, 'nothing is read while a client waits for its answer');
  await quotes.load(['SPY', 'QQQ']);
  t.is(quotes.of('SPY'), recorded);
  t.is(quotes.of('QQQ'), null);
  t.deepEqual(events, [[recorded, 'recorded']]);
  await quotes.load(['SPY']);
  t.deepEqual(asked, ['SPY', 'QQQ'], 'what is known is not read again');
});

test('a quote that is polled while the recorded one is read stays', async (t) => {
  const { promise, resolve } = Promise.withResolvers<Quote>();
  const { quotes, events } = rig(() => promise);
  const loading = quotes.load(['SPY']);
  const polled = aQuote({ price: 672 });
  quotes.set(polled);
  resolve(aQuote());
  await loading;
  t.is(quotes.of('SPY'), polled);
  t.deepEqual(events, [[polled, undefined]]);
});

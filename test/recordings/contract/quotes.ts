import test from 'ava';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { aQuote, minute, monday } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

/** What the quotes of any recording must do. */
export function testQuotes(open: OpenRecording): void {
  test('a quote comes back as it was recorded', async (t) => {
    const db = await open(t);
    const full = aQuote();
    t.deepEqual(await db.quotes.record(full), { isStored: true });
    t.deepEqual(await db.quotes.latest('SPY', lastInstant), full);

    const bare: Quote = {
      ...full,
      bid: null,
      ask: null,
      dayOpen: null,
      dayHigh: null,
      dayLow: null,
      previousClose: null,
      volume: null,
      vwap: null,
      tier: 'unknown',
      source: 'simulator',
      timestamp: full.timestamp + 1,
    };
    await db.quotes.record(bare);
    t.deepEqual(await db.quotes.latest('SPY', lastInstant), bare);
    t.is(await db.quotes.latest('QQQ', lastInstant), null);
  });

  test('a quote that says nothing new is not stored, one that differs in any value is', async (t) => {
    const db = await open(t);
    const quote = aQuote();
    await db.quotes.record(quote);
    const again = { ...quote, timestamp: quote.timestamp + 1000, receivedAt: quote.receivedAt + 1000 };
    t.deepEqual(await db.quotes.record(again), { isStored: false });

    const changes: Partial<Quote>[] = [
      { price: 671.5 },
      { bid: null },
      { ask: 671.27 },
      { dayOpen: 669.01 },
      { dayHigh: 673 },
      { dayLow: null },
      { previousClose: null },
      { volume: 31_250_001 },
      { vwap: null },
      { tier: 'delayed' },
      { source: 'simulator' },
    ];
    let current = again;
    for (const change of changes) {
      current = { ...current, ...change, timestamp: current.timestamp + 1000 };
      t.true((await db.quotes.record(current)).isStored, JSON.stringify(change));
      t.false((await db.quotes.record(current)).isStored, 'the same again');
    }
    const ticks = await db.quotes.ticks('SPY', monday - minute, monday + minute, lastInstant);
    t.is(ticks.length, 1 + changes.length);
  });

  test('quotes of several symbols do not mix', async (t) => {
    const db = await open(t);
    await db.quotes.record(aQuote());
    t.true((await db.quotes.record(aQuote({ symbol: 'QQQ' }))).isStored);
    t.is((await db.quotes.latest('QQQ', lastInstant))?.symbol, 'QQQ');
    t.is((await db.quotes.ofDay('SPY', monday - minute, monday, lastInstant)).length, 1);
  });

  test('a quote that comes late takes its place in time and is not repeated', async (t) => {
    const db = await open(t);
    await db.quotes.record(aQuote({ price: 670, timestamp: monday - 3000 }));
    await db.quotes.record(aQuote({ price: 672, timestamp: monday - 1000 }));
    t.true((await db.quotes.record(aQuote({ price: 671, timestamp: monday - 2000 }))).isStored);
    t.false((await db.quotes.record(aQuote({ price: 671, timestamp: monday - 2000 }))).isStored);
    t.is((await db.quotes.latest('SPY', lastInstant))?.price, 672);
    t.false(
      (await db.quotes.record(aQuote({ price: 672, timestamp: monday - 500 }))).isStored,
      'still the newest',
    );
    t.deepEqual(await db.quotes.ofDay('SPY', monday - minute, monday, lastInstant), [
      { at: monday - 3000, price: 670 },
      { at: monday - 2000, price: 671 },
      { at: monday - 1000, price: 672 },
    ]);
  });

  test('what was received later is not there yet', async (t) => {
    const db = await open(t);
    const early = aQuote({ price: 670, timestamp: monday - 500 });
    const late = aQuote({ price: 672, timestamp: monday - 400, receivedAt: monday + minute });
    await db.quotes.record(early);
    await db.quotes.record(late);
    const pricesAsOf = async (asOf: number) => [
      (await db.quotes.latest('SPY', asOf))?.price,
      (await db.quotes.near('SPY', monday, minute, asOf))?.price,
      (await db.quotes.ofDay('SPY', monday - minute, monday, asOf)).map(({ price }) => price),
      (await db.quotes.ticks('SPY', monday - minute, monday, asOf)).map(({ price }) => price),
    ];
    t.deepEqual(await pricesAsOf(monday - 1), [undefined, undefined, [], []]);
    t.deepEqual(await pricesAsOf(monday + minute - 1), [670, 670, [670], [670]]);
    t.deepEqual(await pricesAsOf(monday + minute), [672, 672, [670, 672], [670, 672]]);
  });

  test('closing prices are no prices of a day, neither of its line nor of its bars', async (t) => {
    const db = await open(t);
    await db.quotes.record(aQuote({ price: 670, priceKind: null, timestamp: monday }));
    await db.quotes.record(aQuote({ price: 671, priceKind: 'close', timestamp: monday + 1000 }));
    await db.quotes.record(aQuote({ price: 672, tier: 'end-of-day', timestamp: monday + 2000 }));
    await db.quotes.record(aQuote({ price: 673, priceKind: 'minute', timestamp: monday + 3000 }));
    const prices = [670, 673];
    t.deepEqual(
      (await db.quotes.ofDay('SPY', monday, monday + minute, lastInstant)).map(({ price }) => price),
      prices,
    );
    t.deepEqual(
      (await db.quotes.ticks('SPY', monday, monday + minute, lastInstant)).map(({ price }) => price),
      prices,
    );
    t.deepEqual((await db.quotes.ofDay('SPY', monday, monday + 3000, lastInstant)).length, 1, 'half-open');
  });

  test('ticks are all stored quotes of a stretch, oldest first, with the volume of the day so far', async (t) => {
    const db = await open(t);
    for (const [second, volume] of [
      [0, 100],
      [15, 150],
      [60, null],
    ] as const) {
      const timestamp = monday + second * 1000;
      await db.quotes.record(aQuote({ price: 600 + second, volume, timestamp, receivedAt: timestamp }));
    }
    const ticks = await db.quotes.ticks('SPY', monday, monday + minute, lastInstant);
    t.deepEqual(
      ticks.map(({ timestamp, price, volume }) => [timestamp - monday, price, volume]),
      [
        [0, 600, 100],
        [15_000, 615, 150],
      ],
      'half-open',
    );
    t.is((await db.quotes.ticks('SPY', monday, monday + 2 * minute, lastInstant)).at(-1)?.volume, null);
    t.deepEqual(await db.quotes.ticks('QQQ', monday, monday + minute, lastInstant), []);
  });

  test('the quote nearest to an instant is found by the vendor’s time, of those that had been received', async (t) => {
    const db = await open(t);
    const made = async (seconds: number, price: number, changes: Partial<Quote> = {}) => {
      const timestamp = monday + seconds * 1000;
      await db.quotes.record(aQuote({ price, timestamp, receivedAt: timestamp + 900_000, ...changes }));
    };
    await made(-90, 670);
    await made(-20, 671);
    await made(15, 672);
    await made(1, 668.4, { priceKind: 'close' });
    await made(2, 668.5, { tier: 'end-of-day' });
    await made(0, 300, { symbol: 'QQQ' });
    const near = async (withinMs: number, asOf: number) =>
      (await db.quotes.near('SPY', monday, withinMs, asOf))?.price ?? null;
    const allReceived = monday + 1_000_000;
    t.is(await near(minute, allReceived), 672);
    t.is(await near(minute, monday + 900_000), 671, 'the later one had not come');
    t.is(await near(10_000, allReceived), null);
    t.is(await near(minute, monday), null);
  });

  test('quotes are read on by their receipt, of some symbols or of all, and none of one instant is missed', async (t) => {
    const db = await open(t);
    t.is(await db.quotes.lastReceivedAt(lastInstant), null);
    const made = (symbol: string, receivedAt: number, price: number) =>
      aQuote({ symbol, receivedAt, price, timestamp: monday - price });
    // The one that was made first came last.
    const [a, b, c, d] = [
      made('SPY', monday, 670),
      made('QQQ', monday + minute, 671),
      made('SPY', monday + minute, 672),
      made('SPY', monday + 2 * minute, 673),
    ];
    for (const quote of [d, a, b, c]) await db.quotes.record(quote);
    const between = (from: number, asOf: number, limit = 99, symbols?: string[]) =>
      db.quotes.receivedBetween({ from, asOf, limit, symbols });
    t.deepEqual(await between(0, lastInstant), [a, b, c, d]);
    t.deepEqual(await between(monday, monday + minute), [b, c]);
    t.deepEqual(await between(0, lastInstant, 2), [a, b, c], 'with all of the last instant');
    t.deepEqual(await between(0, lastInstant, 99, ['SPY']), [a, c, d]);
    t.deepEqual(await between(0, lastInstant, 1, ['QQQ', 'IWM']), [b]);
    t.deepEqual(await between(0, lastInstant, 1, []), []);
    t.is(await db.quotes.lastReceivedAt(lastInstant), monday + 2 * minute);
    t.is(await db.quotes.lastReceivedAt(monday + 2 * minute - 1), monday + minute);
    t.is(await db.quotes.lastReceivedAt(monday - 1), null);
  });
}

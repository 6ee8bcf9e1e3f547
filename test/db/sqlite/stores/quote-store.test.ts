import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import type { Quote } from '../../../../src/market/quotes/quote.ts';
import { aQuote, minute, monday, newDatabase } from '../../fixtures.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';

test('a quote comes back as it was recorded', async (t) => {
  const { db } = await newDatabase(t);
  const full = aQuote();
  t.deepEqual(db.quotes.record(full), { isStored: true });
  t.deepEqual(db.quotes.latest('SPY', lastInstant), full);

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
  db.quotes.record(bare);
  t.deepEqual(db.quotes.latest('SPY', lastInstant), bare);
  t.is(db.quotes.latest('QQQ', lastInstant), null);
});

test('a quote that says nothing new is not stored, one that differs in any value is', async (t) => {
  const { db, path } = await newDatabase(t);
  const quote = aQuote();
  db.quotes.record(quote);
  const again = { ...quote, timestamp: quote.timestamp + 1000, receivedAt: quote.receivedAt + 1000 };
  t.deepEqual(db.quotes.record(again), { isStored: false });

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
    t.true(db.quotes.record(current).isStored, JSON.stringify(change));
    t.false(db.quotes.record(current).isStored, 'the same again');
  }
  await db.close();
  const raw = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => raw.close());
  t.is(raw.prepare('select count(*) from spy_quotes').pluck().get(), 1 + changes.length);
});

test('the quote before is known after opening again', async (t) => {
  const { db, path, clock } = await newDatabase(t);
  const quote = aQuote();
  db.quotes.record(quote);
  await db.close();
  const again = await openDatabase({ path, clock });
  t.teardown(() => again.close());
  t.false(again.quotes.record({ ...quote, timestamp: quote.timestamp + 5000 }).isStored);
});

test('quotes of several symbols do not mix', async (t) => {
  const { db } = await newDatabase(t);
  db.quotes.record(aQuote());
  t.true(db.quotes.record(aQuote({ symbol: 'QQQ' })).isStored);
  t.is(db.quotes.latest('QQQ', lastInstant)?.symbol, 'QQQ');
  t.is(db.quotes.ofDay('SPY', monday - minute, monday, lastInstant).length, 1);
});

test('a quote that comes late takes its place in time and is not repeated', async (t) => {
  const { db } = await newDatabase(t);
  db.quotes.record(aQuote({ price: 670, timestamp: monday - 3000 }));
  db.quotes.record(aQuote({ price: 672, timestamp: monday - 1000 }));
  t.true(db.quotes.record(aQuote({ price: 671, timestamp: monday - 2000 })).isStored);
  t.false(db.quotes.record(aQuote({ price: 671, timestamp: monday - 2000 })).isStored);
  t.is(db.quotes.latest('SPY', lastInstant)?.price, 672);
  t.false(db.quotes.record(aQuote({ price: 672, timestamp: monday - 500 })).isStored, 'still the newest');
  t.deepEqual(db.quotes.ofDay('SPY', monday - minute, monday, lastInstant), [
    { at: monday - 3000, price: 670 },
    { at: monday - 2000, price: 671 },
    { at: monday - 1000, price: 672 },
  ]);
});

test('what was received later is not there yet', async (t) => {
  const { db } = await newDatabase(t);
  const early = aQuote({ price: 670, timestamp: monday - 500 });
  const late = aQuote({ price: 672, timestamp: monday - 400, receivedAt: monday + minute });
  db.quotes.record(early);
  db.quotes.record(late);
  const pricesAsOf = (asOf: number) => [
    db.quotes.latest('SPY', asOf)?.price,
    db.quotes.near('SPY', monday, minute, asOf)?.price,
    db.quotes.ofDay('SPY', monday - minute, monday, asOf).map(({ price }) => price),
    db.quotes.ticks('SPY', monday - minute, monday, asOf).map(({ price }) => price),
  ];
  t.deepEqual(pricesAsOf(monday - 1), [undefined, undefined, [], []]);
  t.deepEqual(pricesAsOf(monday + minute - 1), [670, 670, [670], [670]]);
  t.deepEqual(pricesAsOf(monday + minute), [672, 672, [670, 672], [670, 672]]);
});

test('closing prices are no prices of a day, neither of its line nor of its bars', async (t) => {
  const { db } = await newDatabase(t);
  db.quotes.record(aQuote({ price: 670, priceKind: null, timestamp: monday }));
  db.quotes.record(aQuote({ price: 671, priceKind: 'close', timestamp: monday + 1000 }));
  db.quotes.record(aQuote({ price: 672, tier: 'end-of-day', timestamp: monday + 2000 }));
  db.quotes.record(aQuote({ price: 673, priceKind: 'minute', timestamp: monday + 3000 }));
  const prices = [670, 673];
  t.deepEqual(
    db.quotes.ofDay('SPY', monday, monday + minute, lastInstant).map(({ price }) => price),
    prices,
  );
  t.deepEqual(
    db.quotes.ticks('SPY', monday, monday + minute, lastInstant).map(({ price }) => price),
    prices,
  );
  t.deepEqual(db.quotes.ofDay('SPY', monday, monday + 3000, lastInstant).length, 1, 'half-open');
});

test('ticks are all stored quotes of a stretch, oldest first, with the volume of the day so far', async (t) => {
  const { db } = await newDatabase(t);
  for (const [second, volume] of [
    [0, 100],
    [15, 150],
    [60, null],
  ] as const) {
    const timestamp = monday + second * 1000;
    db.quotes.record(aQuote({ price: 600 + second, volume, timestamp, receivedAt: timestamp }));
  }
  const ticks = db.quotes.ticks('SPY', monday, monday + minute, lastInstant);
  t.deepEqual(
    ticks.map(({ timestamp, price, volume }) => [timestamp - monday, price, volume]),
    [
      [0, 600, 100],
      [15_000, 615, 150],
    ],
    'half-open',
  );
  t.is(db.quotes.ticks('SPY', monday, monday + 2 * minute, lastInstant).at(-1)?.volume, null);
  t.deepEqual(db.quotes.ticks('QQQ', monday, monday + minute, lastInstant), []);
});

test('the quote nearest to an instant is found by the vendor’s time, of those that had been received', async (t) => {
  const { db } = await newDatabase(t);
  const made = (seconds: number, price: number, changes: Partial<Quote> = {}) => {
    const timestamp = monday + seconds * 1000;
    db.quotes.record(aQuote({ price, timestamp, receivedAt: timestamp + 900_000, ...changes }));
  };
  made(-90, 670);
  made(-20, 671);
  made(15, 672);
  made(1, 668.4, { priceKind: 'close' });
  made(2, 668.5, { tier: 'end-of-day' });
  made(0, 300, { symbol: 'QQQ' });
  const near = (withinMs: number, asOf: number) =>
    db.quotes.near('SPY', monday, withinMs, asOf)?.price ?? null;
  const allReceived = monday + 1_000_000;
  t.is(near(minute, allReceived), 672);
  t.is(near(minute, monday + 900_000), 671, 'the later one had not come');
  t.is(near(10_000, allReceived), null);
  t.is(near(minute, monday), null);
});

import test from 'ava';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { chainAnswer } from './chain-answer.ts';
import { polledChain } from './polled-chain.ts';

const day = '2026-11-23';
const at = (time: string) => newYorkInstant(day, time);

test('a chain that waited for a minute and a half carries the time of its answer, and its values are believed', async (t) => {
  const { clock, db, serve, poll } = await polledChain(t, at('10:30'));
  serve(async () => {
    await clock.sleep(90_000);
    return chainAnswer({ expiration: day, spot: 671.1, quotedAt: clock.now(), timeframe: 'REAL-TIME' });
  });
  const polled = poll(day);
  await clock.advance(90_000);
  const chain = await polled;
  t.is(chain.timestamp, at('10:31:30'));
  t.is(chain.slotAt, at('10:30'));
  t.true(chain.contracts.every(({ quotedAt }) => quotedAt === at('10:31:30')));
  t.true(chain.contracts.every(({ volume, previousClose }) => volume === 500 && previousClose !== null));

  await db.chains.record(chain);
  t.is(await db.chains.at('SPY', day, at('10:31:29')), null, 'nobody could know it before it came');
  t.like(await db.chains.at('SPY', day, at('10:31:30')), { timestamp: at('10:31:30'), slotAt: at('10:30') });
});

test('a chain that somebody asked for has no slot', async (t) => {
  const { clock, serve, poll } = await polledChain(t, at('10:30'));
  serve(() => chainAnswer({ expiration: day, spot: 671.1, quotedAt: clock.now(), timeframe: 'REAL-TIME' }));
  t.is((await poll(day, { priority: 'user', slotAt: null })).slotAt, null);
});

/** SPY as a straight line, a cent and a half a second: what it was a quarter of an hour ago is 13.50 dollars off. */
const priceAt = (instant: number) => 650.002 + (instant - at('09:30')) * 1.5e-5;
const minute = 60_000;
const spotOf = ({ underlyingPrice, underlyingPriceSource, underlyingPriceAt }: Chain) => ({
  price: underlyingPrice === null ? null : Math.round(underlyingPrice * 100) / 100,
  source: underlyingPriceSource,
  at: underlyingPriceAt,
});
const cents = (price: number) => Math.round(price * 100) / 100;
const none = { price: null, source: null, at: null };
type World = Awaited<ReturnType<typeof polledChain>>;

/** Quotes as they were recorded every 15 s between two instants, so many milliseconds after they were made. */
async function recordQuotes({ record, clock }: World, from: number, to: number, delayMs = 0) {
  const now = clock.now();
  for (let instant = from; instant <= to; instant += 15_000) {
    clock.set(instant + delayMs);
    await record({ price: priceAt(instant), timestamp: instant, receivedAt: instant + delayMs });
  }
  clock.set(now);
}

for (const { what, underlying } of [
  { what: 'a delayed price', underlying: { timeframe: 'DELAYED', at: at('10:15') } },
  { what: 'a price whose time is old', underlying: { at: at('10:15') } },
  { what: 'a price said to be delayed, without a time', underlying: { timeframe: 'DELAYED' } },
  { what: 'a price said to be delayed, and of now', underlying: { timeframe: 'DELAYED', at: at('10:30') } },
  { what: 'a price without time and word', underlying: {} },
] as const) {
  test(`${what} beside contracts in real time is not the spot: the contracts say it themselves`, async (t) => {
    const world = await polledChain(t, at('10:30'));
    const quotedAt = at('10:30') - 1000;
    await recordQuotes(world, at('10:00'), at('10:30'));
    world.serve(() =>
      chainAnswer({
        ...{ expiration: day, spot: priceAt(quotedAt), quotedAt, timeframe: 'REAL-TIME' },
        underlying: { price: priceAt(at('10:15')), ...underlying },
      }),
    );
    t.deepEqual(spotOf(await world.poll(day)), {
      price: cents(priceAt(quotedAt)),
      source: 'parity',
      at: quotedAt,
    });
  });
}

test('a price of the same moment and tier is the spot, with its own time', async (t) => {
  for (const timeframe of ['REAL-TIME', 'DELAYED'] as const) {
    const world = await polledChain(t, at('10:30'));
    const delayMs = timeframe === 'DELAYED' ? 15 * minute : 0;
    const quotedAt = at('10:30') - delayMs - 2000;
    const own = quotedAt + 1500;
    world.serve(() =>
      chainAnswer({
        ...{ expiration: day, spot: priceAt(quotedAt), quotedAt, timeframe },
        underlying: { price: priceAt(own), timeframe, at: own },
      }),
    );
    t.deepEqual(spotOf(await world.poll(day)), { price: cents(priceAt(own)), source: 'chain', at: own });
  }
});

test('a late chain without quotes and without a price takes the recorded quote of its time, not the latest', async (t) => {
  const world = await polledChain(t, at('10:30'));
  await recordQuotes(world, at('10:00'), at('10:30'));
  world.serve(() => chainAnswer({ expiration: day, spot: priceAt(at('10:15')), quotedAt: null }));
  const chain = await world.poll(day);
  t.is(chain.tier, 'delayed');
  t.deepEqual(spotOf(chain), { price: cents(priceAt(at('10:15'))), source: 'quote', at: at('10:15') });
});

test('a late chain of trades takes no price of now, and the recorded quote of its time', async (t) => {
  const world = await polledChain(t, at('10:30'));
  await recordQuotes(world, at('10:00'), at('10:30'));
  world.serve(() =>
    chainAnswer({
      ...{ expiration: day, spot: priceAt(at('10:15')), quotedAt: null, tradedAt: at('10:14:20') },
      ...{
        timeframe: 'DELAYED',
        underlying: { price: priceAt(at('10:30')), timeframe: 'REAL-TIME', at: at('10:30') },
      },
    }),
  );
  t.deepEqual(spotOf(await world.poll(day)), {
    price: cents(priceAt(at('10:15'))),
    source: 'quote',
    at: at('10:15'),
  });
});

test('where both plans are late the quote that came last is of the time of the chain', async (t) => {
  const world = await polledChain(t, at('10:30'));
  await recordQuotes(world, at('10:00'), at('10:14:45'), 15 * minute);
  world.serve(() => chainAnswer({ expiration: day, spot: priceAt(at('10:15')), quotedAt: null }));
  t.deepEqual(spotOf(await world.poll(day)), {
    price: cents(priceAt(at('10:14:45'))),
    source: 'quote',
    at: at('10:14:45'),
  });
});

test('a chain without any price of its time has no spot', async (t) => {
  const world = await polledChain(t, at('10:30'));
  await recordQuotes(world, at('10:20'), at('10:30'));
  await world.record({ price: 668.4, timestamp: at('10:15'), tier: 'end-of-day', priceKind: 'close' });
  world.serve(() => chainAnswer({ expiration: day, spot: priceAt(at('10:15')), quotedAt: null }));
  t.deepEqual(spotOf(await world.poll(day)), none);
});

test('a quote that came after the answer was not known to it', async (t) => {
  const world = await polledChain(t, at('10:30'));
  world.serve(() => chainAnswer({ expiration: day, spot: priceAt(at('10:15')), quotedAt: null }));
  t.deepEqual(spotOf(await world.poll(day)), none);
  await world.clock.advance(5000);
  await world.record({ price: 655, timestamp: at('10:15'), receivedAt: at('10:30:05') });
  t.deepEqual(spotOf(await world.poll(day, { isForced: false, slotAt: null, priority: 'user' })), none);
});

test('in the evening, and before the next open, the spot is of the last quotes and not of the stock’s later trades', async (t) => {
  const tomorrow = '2026-11-24';
  const lastQuotes = at('16:14:59');
  for (const now of [at('16:20'), at('18:00'), newYorkInstant(tomorrow, '08:00')]) {
    const world = await polledChain(t, now);
    const later = { price: 680, timeframe: 'REAL-TIME', at: Math.min(now, at('20:00')) } as const;
    const closed = { expiration: tomorrow, spot: priceAt(lastQuotes), underlying: later } as const;
    world.serve(() => chainAnswer({ ...closed, quotedAt: lastQuotes, timeframe: 'REAL-TIME' }));
    t.deepEqual(spotOf(await world.poll(tomorrow)), {
      price: cents(priceAt(lastQuotes)),
      source: 'parity',
      at: lastQuotes,
    });
    world.serve(() =>
      chainAnswer({ ...closed, quotedAt: null, tradedAt: at('16:14:30'), timeframe: 'DELAYED' }),
    );
    t.deepEqual(spotOf(await world.poll(tomorrow)), none);
    await recordQuotes(world, at('16:10'), at('16:20'));
    t.is(spotOf(await world.poll(tomorrow)).source, 'quote');
  }
});

test('on a Sunday the spot of Monday’s chain is Friday’s at 16:15', async (t) => {
  const friday = newYorkInstant('2026-11-20', '16:14:59');
  const world = await polledChain(t, newYorkInstant('2026-11-22', '12:00'));
  await world.record({ price: 668, timestamp: friday, receivedAt: friday + 1000 });
  await world.record({ price: 670, timestamp: friday + 13_500_000, receivedAt: friday + 13_501_000 });
  const closing = newYorkInstant('2026-11-20', '20:00');
  world.serve(() =>
    chainAnswer({
      ...{ expiration: day, spot: 668.1, quotedAt: friday, timeframe: 'REAL-TIME' },
      underlying: { price: 670, timeframe: 'REAL-TIME', at: closing },
    }),
  );
  t.deepEqual(spotOf(await world.poll(day)), { price: 668.1, source: 'parity', at: friday });
  world.serve(() => chainAnswer({ expiration: day, spot: 668.1, quotedAt: null }));
  t.deepEqual(spotOf(await world.poll(day)), { price: 668, source: 'quote', at: friday });
});

test('calls quoted hours before the puts say nothing of the spot', async (t) => {
  const world = await polledChain(t, at('13:30'));
  await recordQuotes(world, at('13:20'), at('13:30'));
  const quotedAt = at('13:30') - 1000;
  world.serve(() =>
    chainAnswer({
      ...{ expiration: day, spot: priceAt(quotedAt), quotedAt, timeframe: 'REAL-TIME' },
      quoteTimes: (_strike, optionType) => (optionType === 'call' ? at('10:30') : undefined),
    }),
  );
  t.deepEqual(spotOf(await world.poll(day)), {
    price: cents(priceAt(at('13:30'))),
    source: 'quote',
    at: at('13:30'),
  });
});

test('two quotes with a time of their own do not make the others old', async (t) => {
  const world = await polledChain(t, at('18:00'));
  const lastQuotes = at('16:14:59');
  world.serve(() =>
    chainAnswer({
      ...{ expiration: '2026-11-24', spot: 665, quotedAt: lastQuotes, timeframe: 'REAL-TIME' },
      quoteTimes: (strike) => (strike === 653 ? at('17:55') : undefined),
    }),
  );
  t.deepEqual(spotOf(await world.poll('2026-11-24')), { price: 665, source: 'parity', at: lastQuotes });
});

import test from 'ava';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { aChain, aContract, minute, monday, newDatabase } from './fixtures.ts';

test('what a poll stored comes back as arrays, by symbol, with what was missing from the chain', async (t) => {
  const { db, path } = await newDatabase(t);
  const expiration = '2026-11-23';
  const call = aContract({ strike: 671, bid: 1.21 });
  const put = aContract({ strike: 671, optionType: 'put', bid: null, greeksSource: null });
  await db.chains.record(aChain({ contracts: [put, call] }));
  await db.chains.record(aChain({ contracts: [put, { ...call, bid: 1.5 }], timestamp: monday + minute }));
  await db.chains.record(aChain({ contracts: [put], timestamp: monday + 2 * minute }));
  await db.chains.record(
    aChain({ underlying: 'QQQ', contracts: [{ ...call, symbol: 'QQQ261123C00671000' }], timestamp: monday }),
  );
  const reader = await openForReading({ path });
  t.teardown(() => reader.close());
  const stored = (timestamp: number) => reader.pollRows.stored({ underlying: 'SPY', expiration, timestamp });

  const first = await stored(monday);
  t.deepEqual(
    first.map(([symbol]) => symbol),
    [call.symbol, put.symbol],
  );
  t.deepEqual(first[0], [
    ...([call.symbol, 'call', 671, 1.21, call.ask, call.bidSize, call.askSize] as const),
    ...([call.last, call.tradedAt, call.previousClose, call.volume, call.openInterest] as const),
    ...([call.impliedVolatility, call.delta, call.gamma, call.theta, call.vega] as const),
    ...([call.greeksSource, call.quotedAt, call.sharesPerContract, 1] as const),
  ]);
  t.deepEqual([first[1]![3], first[1]![17]], [null, null]);
  t.deepEqual(
    (await stored(monday + minute)).map(([symbol, , , bid]) => [symbol, bid]),
    [[call.symbol, 1.5]],
  );
  t.deepEqual(
    (await stored(monday + 2 * minute)).map((cells) => [cells[0], cells[3], cells.at(-1)]),
    [[call.symbol, null, 0]],
  );
  t.deepEqual(await stored(monday + 1), []);
});

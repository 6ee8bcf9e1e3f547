import test from 'ava';
import { storeMarket } from '../../../../src/db/postgres/desk/store-market.ts';
import { holdLease } from '../../../support/postgres/test-store.ts';
import type { OpenStore } from './open-store.ts';

/** Prices of tests and those of the market never lie in one store. */
export function testStoreMarket(open: OpenStore): void {
  test('a store holds the market of its first recorder, and refuses another one', async (t) => {
    const { connection } = await open(t);
    const marketOf = (asked: 'live' | 'test' | null) =>
      storeMarket(connection, 'postgres://db:5432/desk', asked);
    t.is(await marketOf(null), 'live');
    t.is(await marketOf('test'), 'test');
    await holdLease(connection, 'test');
    t.is(await marketOf(null), 'test');
    t.is(await marketOf('test'), 'test');
    await t.throwsAsync(marketOf('live'), {
      code: 'store',
      message: 'postgres://db:5432/desk holds prices of tests, and this daemon would record the market',
    });
  });
}

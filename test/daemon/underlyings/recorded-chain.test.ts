import { assumptionsOn } from '../../support/assumptions.ts';
import test from 'ava';
import { recordedChain } from '../../../src/daemon/underlyings/chains/recorded-chain.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { aChain, aContract, minute, monday, newDatabase } from '../../db/fixtures.ts';

const calendar = createCalendar();

test('the newest chain is the nearest expiration’s, whatever somebody looked at since', async (t) => {
  const { db, clock } = await newDatabase(t);
  const later = { expiration: '2026-11-27', timestamp: monday + minute };
  await db.chains.record(aChain(later));
  await clock.advance(2 * minute);
  t.is(
    (await recordedChain(db, assumptionsOn(calendar), { symbol: 'SPY', asOf: monday + 2 * minute }))
      ?.expiration,
    '2026-11-27',
    'the only one',
  );
  await db.chains.record(aChain());
  t.is(
    (await recordedChain(db, assumptionsOn(calendar), { symbol: 'SPY', asOf: monday + 2 * minute }))
      ?.expiration,
    '2026-11-23',
  );
  t.is(
    (
      await recordedChain(db, assumptionsOn(calendar), {
        symbol: 'SPY',
        expiration: '2026-11-27',
        asOf: monday + 2 * minute,
      })
    )?.timestamp,
    later.timestamp,
  );
  t.is(await recordedChain(db, assumptionsOn(calendar), { symbol: 'QQQ', asOf: monday + 2 * minute }), null);
});

test('the nearest expiration of a symbol without daily ones is its Friday’s', async (t) => {
  const { db } = await newDatabase(t);
  await db.chains.record(aChain({ underlying: 'AAPL', expiration: '2026-11-27', contracts: [] }));
  t.is(
    (
      await recordedChain(db, assumptionsOn(calendar), {
        symbol: 'AAPL',
        at: monday,
        asOf: monday + 2 * minute,
      })
    )?.expiration,
    '2026-11-27',
  );
});

test('greeks that the vendor did not give are the model’s', async (t) => {
  const { db } = await newDatabase(t);
  const bare = aContract({ bid: 2.9, ask: 3, impliedVolatility: null, delta: null, greeksSource: null });
  await db.chains.record(aChain({ contracts: [bare] }));
  const [contract] = (await recordedChain(db, assumptionsOn(calendar), {
    symbol: 'SPY',
    at: monday,
    asOf: monday + 2 * minute,
  }))!.contracts;
  t.is(contract!.greeksSource, 'model');
  t.true(contract!.impliedVolatility! > 0);
});

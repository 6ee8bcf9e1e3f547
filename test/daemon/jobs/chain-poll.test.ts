import test from 'ava';
import { newYorkInstant } from '../../../src/market/new-york-time.ts';
import { chainAnswer } from './chain-answer.ts';
import { chainPollWorld } from './chain-poll-world.ts';

const day = '2026-11-23';
const at = (time: string) => newYorkInstant(day, time);

test('a chain that waited for a minute and a half carries the time of its answer, and its values are believed', async (t) => {
  const { clock, db, serve, poll } = await chainPollWorld(t, at('10:30'));
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

  db.chains.record(chain);
  t.is(db.chains.at('SPY', day, at('10:31:29')), null, 'nobody could know it before it came');
  t.like(db.chains.at('SPY', day, at('10:31:30')), { timestamp: at('10:31:30'), slotAt: at('10:30') });
});

test('a chain that somebody asked for has no slot', async (t) => {
  const { clock, serve, poll } = await chainPollWorld(t, at('10:30'));
  serve(() => chainAnswer({ expiration: day, spot: 671.1, quotedAt: clock.now(), timeframe: 'REAL-TIME' }));
  t.is((await poll(day, { priority: 'user', slotAt: null })).slotAt, null);
});

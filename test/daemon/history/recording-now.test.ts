import test from 'ava';
import { recordingNow } from '../../../src/daemon/history/recording-now.ts';
import { aChain, aQuote, minute, monday, newDatabase } from '../../db/fixtures.ts';

const machineNow = monday + 5 * 86_400_000;

test('a simulated recording has the time of what was recorded last, ahead of the machine or behind', async (t) => {
  const { db } = await newDatabase(t);
  await db.chains.record(aChain({ source: 'simulator' }));
  t.is(await recordingNow(db, 'SPY', machineNow), monday);
  await db.quotes.record(aQuote({ source: 'simulator', receivedAt: monday + minute }));
  t.is(await recordingNow(db, 'SPY', machineNow), monday + minute);
  t.is(await recordingNow(db, 'SPY', monday - minute), monday + minute);
});

test('a live recording has the machine’s time, and so has one without chains of the symbol', async (t) => {
  const { db } = await newDatabase(t);
  t.is(await recordingNow(db, 'SPY', machineNow), machineNow);
  await db.chains.record(aChain());
  await db.quotes.record(aQuote({ receivedAt: monday + minute }));
  t.is(await recordingNow(db, 'SPY', machineNow), machineNow);
  t.is(await recordingNow(db, 'QQQ', machineNow), machineNow);
});

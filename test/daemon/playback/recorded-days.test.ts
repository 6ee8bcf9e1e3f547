import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { aChain, newDatabase, recordLevels, someLevels } from '../../db/fixtures.ts';

const at = (date: string, time: string) => newYorkInstant(date, time);

/** A reader of a recording that polled these chains: expiration, date and time of each poll. */
async function readerOf(
  t: Parameters<typeof newDatabase>[0],
  polls: readonly (readonly [expiration: string, date: string, time: string])[],
  underlying = 'SPY',
) {
  const { db } = await newDatabase(t);
  for (const [expiration, date, time] of polls) {
    await db.chains.record(aChain({ underlying, expiration, contracts: [], timestamp: at(date, time) }));
  }
  return { db, reader: createPastReader({ recording: db, settings: loadSettings({ env: {} }).settings }) };
}

test('a recorded day counts the polls that playing it counts: of the nearest chain', async (t) => {
  const { reader } = await readerOf(t, [
    ['2026-11-23', '2026-11-23', '10:00'],
    ['2026-11-24', '2026-11-23', '10:01'],
    ['2026-11-25', '2026-11-23', '10:01'],
    ['2026-11-23', '2026-11-23', '16:10'],
    // From the close of the options on, the next day's is the nearest.
    ['2026-11-24', '2026-11-23', '16:20'],
    ['2026-11-27', '2026-11-23', '16:21'],
    ['2026-11-25', '2026-11-24', '09:31'],
    ['2026-11-24', '2026-11-24', '09:32'],
  ]);
  const asOf = at('2026-11-24', '12:00');
  const days = await reader.days('SPY', asOf);
  t.like(days, [
    { date: '2026-11-23', polls: 3, firstAt: at('2026-11-23', '10:00'), lastAt: at('2026-11-23', '16:20') },
    { date: '2026-11-24', polls: 1, firstAt: at('2026-11-24', '09:32'), lastAt: at('2026-11-24', '09:32') },
  ]);
  for (const { date, polls } of days) {
    t.is((await reader.session('SPY', date, asOf))?.polls.length, polls);
  }
});

test('a day is there, too, of which only another chain was looked at', async (t) => {
  const { reader } = await readerOf(t, [['2026-11-27', '2026-11-23', '10:00']]);
  t.like(await reader.days('SPY', at('2026-11-23', '12:00')), [{ date: '2026-11-23', polls: 1 }]);
});

test('of a share that has more than Fridays, its levels say which chain was the nearest', async (t) => {
  const polls = [
    ['2026-11-25', '2026-11-24', '10:00'],
    ['2026-12-04', '2026-11-24', '10:01'],
    ['2026-11-25', '2026-11-24', '10:02'],
  ] as const;
  const { db, reader } = await readerOf(t, polls, 'AAPL');
  const [expiration, date, time] = polls[2];
  await recordLevels(db, someLevels({ underlying: 'AAPL', expiration, timestamp: at(date, time) }));
  t.like(await reader.days('AAPL', at('2026-11-24', '12:00')), [{ polls: 2 }]);
});

test('a day that is polled on is counted anew, and its coverage follows gaps that were written later', async (t) => {
  const { db, reader } = await readerOf(t, [['2026-11-23', '2026-11-23', '10:00']]);
  const noon = at('2026-11-23', '12:00');
  t.like(await reader.days('SPY', noon), [{ polls: 1, ratio: 1 }]);
  const timestamp = at('2026-11-23', '10:01');
  await db.chains.record(aChain({ expiration: '2026-11-23', contracts: [], timestamp }));
  const gap = {
    underlying: 'SPY',
    job: 'chain',
    sessionDate: '2026-11-23',
    reason: 'daemon was not running',
  };
  await db.gaps.record({ ...gap, startedAt: at('2026-11-23', '10:45'), endedAt: at('2026-11-23', '12:00') });
  t.like(await reader.days('SPY', noon), [{ polls: 2, lastAt: timestamp, ratio: 0.5 }]);
});

test('what the exchange was closed for was not to be recorded, and a share’s day ends with the bell', async (t) => {
  const { db, reader } = await readerOf(t, [['2026-11-27', '2026-11-23', '10:00']], 'AAPL');
  const gap = { underlying: 'AAPL', job: 'chain', sessionDate: '2026-11-23' };
  const halted = { startedAt: at('2026-11-23', '10:00'), endedAt: at('2026-11-23', '12:30') };
  const missing = { startedAt: at('2026-11-23', '14:00'), endedAt: at('2026-11-23', '16:00') };
  await db.gaps.record({ ...gap, ...halted, reason: 'the exchange said that it was closed' });
  await db.gaps.record({ ...gap, ...missing, reason: 'daemon was not running' });
  t.like(await reader.days('AAPL', at('2026-11-23', '18:00')), [{ ratio: 0.5 }]);
});

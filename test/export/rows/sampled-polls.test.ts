import test from 'ava';
import { sampledPolls } from '../../../src/export/rows/sampled-polls.ts';
import type { StoredPoll } from '../../../src/export/rows/chain-day.ts';
import { strikeFilter } from '../../../src/export/rows/strikes.ts';
import { contractCells } from '../../../src/export/sources/database-chain.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { SessionPoll } from '../../../src/recordings/session-rows.ts';
import { aChain, aContract } from '../../db/fixtures.ts';

const instant = (time: string) => newYorkInstant('2026-11-23', time);
const pollAt = (timestamp: number, underlyingPrice = 671.25): SessionPoll => {
  const { contracts: _, ...poll } = aChain({ timestamp, underlyingPrice });
  return { ...poll, contracts: 2, stored: 2, status: 'complete' };
};
const call = (bid: number, isListed = true) => contractCells(aContract({ strike: 671, bid }), isListed);
const put = (bid: number) => contractCells(aContract({ strike: 671, optionType: 'put', bid }), true);

const day: StoredPoll[] = [
  { poll: pollAt(instant('09:30:00')), provenance: 'recorded', rows: [call(1), put(2)] },
  { poll: pollAt(instant('09:30:15')), provenance: 'recorded', rows: [call(1.1)] },
  { poll: pollAt(instant('09:30:50')), provenance: 'recorded', rows: [put(2.2)] },
  // Nothing for more than a minute.
  { poll: pollAt(instant('09:32:30')), provenance: 'recorded', rows: [call(0, false)] },
  { poll: pollAt(instant('09:33:00')), provenance: 'recorded', rows: [call(1.3)] },
];

async function sampled(from: number, to: number, sampleMs = 60_000) {
  const read = async function* (start: number, end: number) {
    yield* day.filter(({ poll }) => poll.timestamp >= start && poll.timestamp <= end);
  };
  const found = [];
  const polls = day.map(({ poll }) => poll);
  for await (const { at, poll, rows } of sampledPolls({ polls, read }, { from, to, sampleMs })) {
    const bids = rows.map((cells) => `${cells[1]} ${cells[3]}`);
    found.push([at, at - poll.timestamp, ...bids]);
  }
  return found;
}

test('each instant of the grid has the whole chain of the last poll up to it, and its age', async (t) => {
  t.deepEqual(await sampled(instant('09:30'), instant('16:00')), [
    [instant('09:30:00'), 0, 'call 1', 'put 2'],
    [instant('09:31:00'), 10_000, 'call 1.1', 'put 2.2'],
    // 09:32 had no poll in its minute: nothing is carried over.
    [instant('09:33:00'), 0, 'call 1.3', 'put 2.2'],
  ]);
  t.deepEqual(await sampled(instant('09:30'), instant('16:00'), 30_000), [
    [instant('09:30:00'), 0, 'call 1', 'put 2'],
    [instant('09:30:30'), 15_000, 'call 1.1', 'put 2'],
    [instant('09:31:00'), 10_000, 'call 1.1', 'put 2.2'],
    // Missing from the chain then.
    [instant('09:32:30'), 0, 'put 2.2'],
    [instant('09:33:00'), 0, 'call 1.3', 'put 2.2'],
  ]);
});

test('a range that begins later knows what was before it, and takes no instant out of it', async (t) => {
  t.deepEqual(await sampled(instant('09:31'), instant('09:32:59')), [
    [instant('09:31:00'), 10_000, 'call 1.1', 'put 2.2'],
  ]);
  t.deepEqual(await sampled(instant('09:30:01'), instant('09:30:59')), []);
});

test('a band around the price holds a contract in all polls of a date or in none', (t) => {
  const polls = [pollAt(1, 100), pollAt(2, 110), { ...pollAt(3), underlyingPrice: null }];
  const isWanted = strikeFilter({ kind: 'around', percent: 10 }, polls)!;
  t.deepEqual([89.9, 90, 105, 121, 121.1].map(isWanted), [false, true, true, true, false]);
  const inDollars = strikeFilter({ kind: 'strikes', low: 95, high: 100 }, polls)!;
  t.deepEqual([94.99, 95, 100, 100.01].map(inDollars), [false, true, true, false]);
  t.is(strikeFilter(null, polls), null);
  t.false(strikeFilter({ kind: 'around', percent: 3 }, [])!(100));
});

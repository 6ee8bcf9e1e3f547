import test from 'ava';
import { keepHeapSmall } from '../../src/base/small-heap.ts';
import { manualClock } from '../support/manual-clock.ts';

const startAt = Date.parse('2026-11-23T15:30:00.123Z');

/** Held by nothing but the answer. */
const garbage = () => new WeakRef({ rows: Array.from({ length: 1_000_000 }, (_, row) => row + 0.5) });

test('garbage goes a quarter of a minute after the start and then soon after each minute, between two seconds', async (t) => {
  const clock = manualClock(startAt);
  const end = keepHeapSmall(clock, 500);
  const first = garbage();
  await clock.advance(14_376);
  t.truthy(first.deref(), 'not before');
  await clock.advance(1);
  t.is(first.deref(), undefined);
  const second = garbage();
  // From 15:30:14.500 to 15:31:05.500.
  await clock.advance(50_999);
  t.is(clock.pendingTimers, 1);
  await clock.advance(1);
  t.is(second.deref(), undefined);
  end();
  t.is(clock.pendingTimers, 0);
});

import test from 'ava';
import { manualClock } from '../support/manual-clock.ts';

test('timers fire in the order of their instants, each seeing its own', async (t) => {
  const clock = manualClock(1000);
  const fired: [string, number][] = [];
  const note = (name: string) => () => fired.push([name, clock.now()]);
  clock.after(50, note('b'));
  clock.after(20, note('a'));
  clock.after(50, note('c'));
  clock.after(200, note('never'))();
  await clock.advance(100);
  t.deepEqual(fired, [
    ['a', 1020],
    ['b', 1050],
    ['c', 1050],
  ]);
  t.is(clock.now(), 1100);
  t.is(clock.monotonic(), 100);
  t.is(clock.pendingTimers, 0);
});

test('a loop that sleeps again within the advance is woken again', async (t) => {
  const clock = manualClock(0);
  const stop = new AbortController();
  const wakes: number[] = [];
  const loop = (async () => {
    for (;;) {
      await clock.sleep(15, stop.signal);
      if (stop.signal.aborted) return;
      wakes.push(clock.now());
    }
  })();
  await clock.advance(60);
  t.deepEqual(wakes, [15, 30, 45, 60]);
  stop.abort();
  await loop;
  t.is(clock.pendingTimers, 0);
});

test('a jump fires nothing by itself, and overdue timers see the new time', async (t) => {
  const clock = manualClock(0);
  const seen: number[] = [];
  clock.after(10, () => seen.push(clock.now()));
  clock.set(10_000);
  t.deepEqual(seen, []);
  await clock.advance(0);
  t.deepEqual(seen, [10_000]);
  clock.set(500);
  t.is(clock.now(), 500);
  t.is(clock.monotonic(), 10_000, 'the monotonic reading never goes back');
});

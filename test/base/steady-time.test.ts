import test from 'ava';
import { steadyTime } from '../../src/base/steady-time.ts';

const hour = 3_600_000;

function machine() {
  let now = 10 * hour;
  let monotonic = 0;
  const clock = { now: () => now, monotonic: () => monotonic, speed: 1 };
  return {
    clock,
    pass(ms: number) {
      now += ms;
      monotonic += ms;
    },
    step(ms: number) {
      now += ms;
    },
  };
}

test('it goes with the clock, also over a suspended machine', (t) => {
  const { clock, step, pass } = machine();
  const time = steadyTime(clock);
  pass(1000);
  step(9 * hour);
  t.is(time.now(), 19 * hour + 1000);
  t.is(time.onClock(10 * hour), 10 * hour);
});

test('a clock stepped back does not take it along, and what was before the step is told as the clock is set now', (t) => {
  const { clock, step, pass } = machine();
  const time = steadyTime(clock);
  pass(60_000);
  const before = time.now();
  pass(30_000);
  step(-hour);
  pass(5000);
  t.is(time.now() - before, 35_000, 'what passed without a reading counts');
  t.is(time.onClock(before), clock.now() - 35_000);
  step(-hour);
  pass(1000);
  t.is(time.now() - before, 36_000);
  t.is(time.onClock(time.now()), clock.now());
});

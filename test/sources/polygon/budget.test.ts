import test from 'ava';
import { createBudget } from '../../../src/sources/polygon/budget.ts';
import { manualClock } from '../../support/manual-clock.ts';

const scheduled = { priority: 'scheduled' as const, maxWaitMs: 120_000 };
const user = { priority: 'user' as const, maxWaitMs: 0 };

test('scheduled calls leave one for the user', async (t) => {
  const clock = manualClock(1_000_000);
  const budget = createBudget({ clock, callsPerMinute: 5 });
  for (let i = 0; i < 4; i++) await budget.take({ ...scheduled, maxWaitMs: 0 });
  await t.throwsAsync(budget.take({ ...scheduled, maxWaitMs: 0 }), {
    message: /5 calls are used up; .* 61 s/,
  });
  await t.notThrowsAsync(budget.take(user));
  await t.throwsAsync(budget.take(user), { message: /used up/ });
  t.is(budget.state().used, 5);
});

test('no more than the limit goes out in any 60 seconds, in the order asked', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 5 });
  const times: number[] = [];
  const order: number[] = [];
  const calls = Array.from({ length: 20 }, async (_, i) => {
    await budget.take({ priority: 'scheduled', maxWaitMs: 1e9 });
    times.push(clock.now());
    order.push(i);
  });
  await clock.advance(10 * 61_000);
  await Promise.all(calls);
  t.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  for (const start of times) t.true(times.filter((at) => at >= start && at < start + 60_000).length <= 4);
});

test('calls of an earlier process count', async (t) => {
  const clock = manualClock(1_000_000);
  const recentCalls = [960_000, 970_000, 980_000, 990_000].map((at) => ({ at, isThrottled: false }));
  const budget = createBudget({ clock, callsPerMinute: 5, recentCalls });
  await t.throwsAsync(budget.take({ ...scheduled, maxWaitMs: 0 }));
  await clock.advance(21_000);
  await t.notThrowsAsync(budget.take({ ...scheduled, maxWaitMs: 0 }));
});

test('a refusal of the server blocks everybody until it is over', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 5 });
  budget.blockFor(12_000);
  await t.throwsAsync(budget.take(user));
  const waiting = budget.take(scheduled);
  await clock.advance(12_000);
  await t.notThrowsAsync(waiting);
});

test('who waits goes on at once when the plan turns out larger', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 1 });
  await budget.take(scheduled);
  const waiting = budget.take(scheduled);
  await clock.advance(10);
  budget.setCallsPerMinute(100);
  await t.notThrowsAsync(waiting);
  t.is(clock.now(), 10);
});

test('closing ends the wait', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 1 });
  const stop = new AbortController();
  await budget.take(scheduled);
  const waiting = budget.take({ ...scheduled, signal: stop.signal });
  stop.abort();
  await t.throwsAsync(waiting, { message: /closing/ });
});

test('a refusal within the limit lowers it to what was granted, for a quarter of an hour', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 60 });
  for (let i = 0; i < 8; i++) await budget.take(user);
  budget.lower();
  t.is(budget.state().callsPerMinute, 7, 'the eighth was refused');
  await clock.advance(15 * 60_000);
  t.is(budget.state().callsPerMinute, 60);
});

test('the limit is never lowered below the smallest plan’s', async (t) => {
  const clock = manualClock(0);
  const budget = createBudget({ clock, callsPerMinute: 60 });
  await budget.take(user);
  budget.lower();
  t.is(budget.state().callsPerMinute, 5);
});

test('a lowered limit survives a restart, and a plan that shows itself does not lift it', (t) => {
  const clock = manualClock(1_000_000);
  const recentCalls = [1, 2, 3, 4, 5, 6].map((n) => ({ at: 900_000 + n * 1000, isThrottled: n === 6 }));
  const budget = createBudget({ clock, callsPerMinute: 60, recentCalls });
  t.is(budget.state().callsPerMinute, 5);
  budget.setCallsPerMinute(100);
  t.is(budget.state().callsPerMinute, 5);
});

test('a clock stepped back by an hour holds up no call for longer than the minute', async (t) => {
  const clock = manualClock(10_000_000);
  const budget = createBudget({ clock, callsPerMinute: 5 });
  for (let call = 0; call < 5; call++) await budget.take(user);
  clock.set(clock.now() - 3_600_000);
  t.is(budget.free('user'), 0, 'the calls have been made all the same');
  t.is(budget.state().nextFreeAt, clock.now() + 61_000);
  const waiting = budget.take(scheduled);
  await clock.advance(61_000);
  await t.notThrowsAsync(waiting);
  t.is(budget.state().used, 1);
});

test('a refusal blocks for as long, and lowers the limit for as long, when the clock is stepped back', async (t) => {
  const clock = manualClock(10_000_000);
  const budget = createBudget({ clock, callsPerMinute: 60 });
  for (let call = 0; call < 8; call++) await budget.take(user);
  budget.lower();
  budget.blockFor(12_000);
  clock.set(clock.now() - 3_600_000);
  await t.throwsAsync(budget.take(user), { message: /refused further calls/ });
  await clock.advance(61_000);
  await t.notThrowsAsync(budget.take(user));
  t.is(budget.state().callsPerMinute, 7);
  await clock.advance(15 * 60_000);
  t.is(budget.state().callsPerMinute, 60);
});

test('planned calls are asked for as the clock is set', async (t) => {
  const clock = manualClock(10_000_000);
  const budget = createBudget({ clock, callsPerMinute: 5 });
  await budget.take(user);
  clock.set(clock.now() - 3_600_000);
  const stepped = clock.now();
  const asked: number[] = [];
  budget.expect((from) => {
    asked.push(from);
    return [1, 2, 3, 4].map((call) => stepped + call * 1000).filter((at) => at >= from);
  });
  const waiting = budget.take({ priority: 'secondary', maxWaitMs: 120_000 });
  await clock.advance(0);
  t.is(asked[0], stepped);
  await clock.advance(66_000);
  await t.notThrowsAsync(waiting);
});

test('what is fetched afterwards lets everybody else go first', async (t) => {
  const clock = manualClock(1_000_000);
  const budget = createBudget({ clock, callsPerMinute: 3 });
  const order: string[] = [];
  const take = async (name: string, priority: 'user' | 'secondary' | 'background') => {
    await budget.take({ priority, maxWaitMs: 1e9 });
    order.push(name);
  };
  await take('first', 'secondary');
  await take('second', 'secondary');
  const waiting = [take('afterwards', 'background'), take('later', 'background')];
  const others = [1, 2, 3].map((number) => take(`slot ${number}`, 'secondary'));
  await clock.advance(61_000 * 3);
  await Promise.all([...waiting, ...others]);
  t.deepEqual(order, ['first', 'second', 'slot 1', 'slot 2', 'slot 3', 'afterwards', 'later']);
});

test('what is fetched afterwards never takes the call of a slot to come', async (t) => {
  const clock = manualClock(1_000_000);
  const budget = createBudget({ clock, callsPerMinute: 3 });
  budget.expect((from, to) => [1_010_000, 1_020_000].filter((at) => at >= from && at < to));
  await t.throwsAsync(budget.take({ priority: 'background', maxWaitMs: 4000 }), { code: 'rate_limited' });
  await clock.advance(10_000);
  for (const at of [1_010_000, 1_020_000]) {
    await clock.advance(at - clock.now());
    await t.notThrowsAsync(budget.take({ priority: 'scheduled', maxWaitMs: 0 }));
  }
});

import test from 'ava';
import fc from 'fast-check';
import { conditionOf } from '../../../src/daemon/alerts/rule-condition.ts';
import {
  firedBefore,
  nextStep,
  type Reading,
  type RuleMemory,
  untouched,
} from '../../../src/daemon/alerts/rule-step.ts';
import { alertRuleOf } from '../../../src/market/alerts/alert-rule.ts';

const minute = 60_000;

/** What each value makes of a rule, two minutes after the one before. */
function follow(
  text: string,
  values: readonly (number | string)[],
  everyMs = 2 * minute,
  before: RuleMemory = untouched,
) {
  const rule = conditionOf(alertRuleOf(text));
  let memory = before;
  const fires = values.map((value, index) => {
    const at = index * everyMs;
    const reading: Reading =
      typeof value === 'string' ? { idle: value } : { value, at, madeAt: null, session: '2026-11-23' };
    const step = nextStep(rule, memory, reading);
    memory = step.memory;
    return step.fires;
  });
  return { fires, memory };
}

test('a rule fires when it begins to be met, once, and again after the value has gone back by the margin', (t) => {
  // The margin at 700 is 35 cents.
  const { fires, memory } = follow('price > 700', [699, 700, 700.01, 705, 699.9, 700.2, 699.65, 700.1]);
  t.deepEqual(fires, [null, null, 'up', null, null, null, null, 'up']);
  t.true(memory.isMet);
  t.false(memory.isArmed);
  t.is(memory.since, 14 * minute);
  t.is(memory.lastFiredAt, 14 * minute);
});

test('downwards it is the mirror image', (t) => {
  const { fires } = follow('change < -1%', [-0.5, -1, -1.01, -2, -0.97, -1.2, -0.95, -1.1]);
  t.deepEqual(fires, [null, null, 'down', null, null, null, null, 'down']);
  t.deepEqual(follow('price <= 700', [700.5, 700]).fires, [null, 'down']);
});

test('what an earlier run told is not told again before the value has gone back, nor within the quiet time', (t) => {
  const told = { ...firedBefore(-10 * minute), session: '2026-11-23' };
  const after = (text: string, ...values: number[]) => follow(text, values, 2 * minute, told).fires;
  t.deepEqual(after('price > 700', 699.9, 700.1, 699.65, 700.1), [null, null, null, 'up']);
  t.deepEqual(after('price > 700', 705, 690, 705), [null, null, 'up']);
  t.deepEqual(after('change < -1%', -0.97, -1.2, -0.95, -1.1), [null, null, null, 'down']);
  t.deepEqual(after('price crosses 700', 700.1, 699.9, 699, 701), [null, null, 'down', 'up']);
  const justTold = { ...told, lastFiredAt: -minute / 2 };
  t.deepEqual(follow('price > 700', [690, 701, 702], minute / 4, justTold).fires, [null, null, 'up']);
  t.is(follow('price > 700', ['stale'], minute, told).memory.lastFiredAt, -10 * minute, 'and it is shown');
});

test('what was told in another session keeps no figure of a new one quiet', (t) => {
  const told = firedBefore(Date.parse('2026-11-20T20:00:00Z'));
  t.is(told.session, '2026-11-20');
  t.deepEqual(follow('change > 1%', [2], minute, { ...told, lastFiredAt: -minute }).fires, ['up']);
});

test('what was met before anybody watched is not told, but shown', (t) => {
  const { fires, memory } = follow('price > 700', [705, 706]);
  t.deepEqual(fires, [null, null]);
  t.true(memory.isMet);
  t.false(memory.isArmed);
  t.is(memory.since, 0);
  t.is(memory.lastFiredAt, null);
  t.deepEqual(follow('price > 700', [705, 690, 705]).fires, [null, null, 'up']);
});

test('a value without meaning changes nothing but the reason', (t) => {
  const { fires, memory } = follow('price > 700', [699, 'stale']);
  t.deepEqual(fires, [null, null]);
  t.is(memory.idle, 'stale');
  t.is(memory.value, 699);
  t.deepEqual(follow('price > 700', [699, 'stale', 701]).fires, [null, null, 'up'], 'the edge was not lost');
  t.deepEqual(
    follow('price > 700', ['stale', 701]).fires,
    [null, null],
    'the first value is still the first',
  );
});

test('a rule is told once a minute at most, and what is still met then is told then', (t) => {
  const quick = follow('price > 700', [699, 701, 699, 701, 702, 703, 704, 705], 15_000);
  t.deepEqual(quick.fires, [null, 'up', null, null, null, 'up', null, null]);
  const gone = follow('price > 700', [699, 701, 699, 701, 699, 699, 699], 15_000);
  t.deepEqual(gone.fires, [null, 'up', null, null, null, null, null], 'what has passed is not');
});

test('crossing is told in both directions, and a value about the line is told once', (t) => {
  const { fires, memory } = follow(
    'price crosses 700',
    [699, 700.1, 699.95, 700.02, 701, 700, 699.5, 699.9, 700.01],
  );
  t.deepEqual(fires, [null, 'up', null, null, null, null, 'down', null, 'up']);
  t.is(memory.isMet, null);
  t.deepEqual(
    follow('change crosses 0%', [0, 0.2, -0.2]).fires,
    [null, null, 'down'],
    'on the line is no side',
  );
  t.deepEqual(
    follow('price crosses 700', [690, 710, 690, 710]).fires,
    [null, 'up', 'down', 'up'],
    'in leaps',
  );
});

test('a figure of the session starts anew with each session; a price does not', (t) => {
  const gap = (text: string) => {
    const rule = conditionOf(alertRuleOf(text));
    const first = nextStep(rule, untouched, { value: 705, at: 0, madeAt: null, session: '2026-11-23' });
    return nextStep(rule, first.memory, { value: 705, at: 86_400_000, madeAt: null, session: '2026-11-24' })
      .fires;
  };
  t.is(gap('price > 700'), null);
  t.is(gap('change > 2%'), 'up');
});

test('over any walk: no two alerts of a rule without the margin between, none in the same minute, all on an edge', (t) => {
  const walks = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(walks, fc.constantFrom(10_000, 30_000, 90_000), (steps, everyMs) => {
      let price = 700;
      const values = steps.map((step) => {
        price = Math.round((price + step / 20) * 100) / 100;
        return price;
      });
      const { fires } = follow('price > 700', values, everyMs);
      let last = -1;
      for (const [index, fired] of fires.entries()) {
        if (fired === null) continue;
        t.true(values[index]! > 700);
        const between = values.slice(last + 1, index);
        if (last >= 0) {
          t.true((index - last) * everyMs >= minute);
          t.true(Math.min(...between) <= 699.65);
        } else t.true(Math.min(...between) <= 700);
        last = index;
      }
      // Met from the start, it waits for the way back as after an alert.
      const line = values[0]! > 700 ? 699.65 : 700;
      const first = values.findIndex(
        (value, index) => value > 700 && values.slice(0, index).some((earlier) => earlier <= line),
      );
      t.is(
        fires.findIndex((fired) => fired !== null),
        first,
        'the first edge is never missed',
      );
    }),
  );
});

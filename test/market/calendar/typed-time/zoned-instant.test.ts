import test from 'ava';
import fc from 'fast-check';
import { readZonedInstant } from '../../../../src/market/calendar/typed-time/zoned-instant.ts';

test('an instant without its zone is refused where one is needed', (t) => {
  for (const text of ['2026-11-27T10:30:00', '10:30', 'yesterday']) {
    const typed = readZonedInstant(text);
    t.regex(typed.isValid ? 'valid' : typed.reason, /an instant with its zone/);
  }
});

test('every instant to the millisecond is read back', (t) => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 4), max: Date.UTC(2099, 11, 31) });
  fc.assert(
    fc.property(instants, (at) => {
      const typed = readZonedInstant(new Date(at).toISOString());
      return typed.isValid && typed.at === at;
    }),
  );
  t.pass();
});

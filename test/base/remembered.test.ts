import test from 'ava';
import { remembered } from '../../src/base/remembered.ts';

test('the same object and the same rest give the same result, by identity; anything else is made anew', (t) => {
  let made = 0;
  const make = remembered((row: { strike: number }, width: number, label: string | null) => {
    made += 1;
    return [`${row.strike} ${width} ${label}`];
  });
  const row = { strike: 671 };
  const first = make(row, 80, null);
  t.deepEqual(first, ['671 80 null']);
  t.is(make(row, 80, null), first);
  t.is(make(row, Number.NaN, null), make(row, Number.NaN, null), 'also where a number is none');
  t.deepEqual(make(row, 80, 'x'), ['671 80 x']);
  t.deepEqual(make({ strike: 671 }, 80, 'x'), ['671 80 x']);
  t.is(made, 4);
  t.deepEqual(make(row, 80, null), first, 'the last one is kept, not all of them');
  t.is(made, 5);
});

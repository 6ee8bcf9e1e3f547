import test from 'ava';
import { fixedText, signedText } from '../../src/base/fixed-text.ts';

test('what is rounded to nothing has no sign', (t) => {
  t.deepEqual(
    [-0, -0.004, 0.004, -0.006].map((value) => fixedText(value, 2)),
    ['0.00', '0.00', '0.00', '-0.01'],
  );
  t.deepEqual(
    [-0, -0.4, 0.4, 5].map((value) => fixedText(value, 0)),
    ['0', '0', '0', '5'],
  );
  t.deepEqual(
    [-0.004, 0.004, 3.454, -0.12].map((value) => signedText(value, 2)),
    ['0.00', '0.00', '+3.45', '-0.12'],
  );
});

import test from 'ava';
import { callBars } from '../../../src/tui/charts/call-bars.ts';
import { plainLine } from '../../../src/tui/render/line.ts';

test('calls of each minute are bars, and failed ones stand on top', (t) => {
  const minutes = [
    { calls: 16, errors: 0 },
    { calls: 8, errors: 4 },
    { calls: 0, errors: 0 },
    { calls: 1, errors: 1 },
    { calls: 16, errors: 1 },
  ];
  const lines = callBars(minutes, 2);
  t.deepEqual(lines.map(plainLine), ['█   █', '██ ▁█']);
  const tokens = lines.map((line) => line.map(([text, token]) => (text === ' ' ? '' : token)));
  t.deepEqual(tokens, [
    ['accent', '', '', '', 'error'],
    ['accent', 'error', '', 'error', 'accent'],
  ]);
});

test('no calls at all are an empty chart', (t) => {
  const none = Array.from({ length: 30 }, () => ({ calls: 0, errors: 0 }));
  t.deepEqual(callBars(none, 3).map(plainLine), new Array(3).fill(' '.repeat(30)));
});

import test from 'ava';
import { barHeight, barRows } from '../../../src/tui/charts/bars.ts';
import { plainLine } from '../../../src/tui/render/line.ts';

test('bars are as high as their share, in eighths of a cell, and nothing is nothing', (t) => {
  const draw = (values: number[], rows: number) =>
    barRows(
      values.map((value) => barHeight(value, Math.max(...values), rows)),
      rows,
      () => 'chartVolume',
    ).map(plainLine);
  t.deepEqual(draw([16, 8, 4, 0, 1, 15], 2), ['█    ▇', '██▄ ▁█']);
  t.deepEqual(draw([0, 0], 2), ['  ', '  ']);
  t.deepEqual(draw([10_000, 1], 1), ['█▁'], 'whatever is not nothing shows');
  t.deepEqual(draw([], 2), ['', '']);
});

test('a bar that is no number is none', (t) => {
  t.is(barHeight(Number.NaN, 10, 2), 0);
  t.is(barHeight(-1, 10, 2), 0);
  t.is(barHeight(20, 10, 2), 16, 'and none is higher than all of it');
});

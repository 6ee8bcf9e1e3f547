import test from 'ava';
import { bigNumber } from '../../../src/tui/render/big-digits.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import { gauge, positionBar, sparkCells, sparkline } from '../../../src/tui/render/meters.ts';

test('a sparkline shows the latest values on the right, from the floor to the largest', (t) => {
  t.is(sparkline([0, 7, 14], 3), '▁▅█');
  t.is(sparkline([0, 7, 14], 5), '  ▁▅█');
  t.is(sparkline([9, 0, 7, 14], 3), '▁▅█');
  t.is(sparkline([100, 101, 102], 3, 100), '▁▅█');
  t.is(sparkline([5, 5], 2, 5), '▁▁');
  t.is(sparkline([], 3), '   ');
});

test('a gauge shows something as soon as there is something, and never more than all', (t) => {
  t.is(plainLine(gauge(0, 4, 'accent')), '────');
  t.is(plainLine(gauge(0.001, 4, 'accent')), '━───');
  t.is(plainLine(gauge(0.5, 4, 'accent')), '━━──');
  t.is(plainLine(gauge(7, 4, 'accent')), '━━━━');
  t.is(plainLine(gauge(Number.NaN, 4, 'accent')), '────');
});

test('the position bar marks where the price is in the day’s range', (t) => {
  t.is(plainLine(positionBar(10, 10, 20, 5, 'up')), '●────');
  t.is(plainLine(positionBar(15, 10, 20, 5, 'up')), '──●──');
  t.is(plainLine(positionBar(25, 10, 20, 5, 'up')), '────●');
  t.is(plainLine(positionBar(10, 10, 10, 5, 'up')), '──●──');
});

test('big digits are three rows of the same width, or none for what the font lacks', (t) => {
  t.deepEqual(bigNumber('671.20'), [
    '█▀▀ ▀▀█ ▀█    ▀▀█ █▀█',
    '█▀█   █  █    █▀▀ █ █',
    '▀▀▀   ▀ ▀▀▀ ▀ ▀▀▀ ▀▀▀',
  ]);
  t.is(bigNumber('–'), null);
});

test('cells of a track go from its lowest to its highest value, with blanks where there is none', (t) => {
  t.is(sparkCells([null, 5, 6, null, 12]), ' ▁▂ █');
  t.is(sparkCells([3, 3]), '▄▄');
  t.is(sparkCells([null]), ' ');
});

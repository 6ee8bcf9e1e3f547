import test from 'ava';
import { interpolated, interpolatedNear } from '../../../src/market/levels/interpolation.ts';

test('a value is interpolated between its neighbours and never guessed outside them', (t) => {
  const points = [
    { x: 1, y: 10 },
    { x: 2, y: 20 },
    { x: 4, y: 0 },
  ];
  t.is(interpolated(points, 1.5), 15);
  t.is(interpolated(points, 3), 10);
  t.is(interpolated(points, 1), 10);
  t.is(interpolated(points, 4), 0);
  t.is(interpolated(points, 0.9), null);
  t.is(interpolated(points, 4.1), null);
  t.is(interpolated([], 1), null);
});

test('strikes without a value are passed over, but not many of them', (t) => {
  const points = [10, null, null, 40, null, null, null, 80].map((y, x) => ({ x, y }));
  t.is(interpolatedNear(points, 1.5), 25);
  t.is(interpolatedNear(points, 3), 40);
  t.is(interpolatedNear(points, 5), null, 'three strikes in between say nothing');
  t.is(interpolatedNear(points, 7), 80);
  t.is(interpolatedNear(points, 7.1), null);
  t.is(interpolatedNear(points, -1), null);
});

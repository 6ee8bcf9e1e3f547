import test from 'ava';
import { rebuiltStretches } from '../../../src/daemon/rebuild/shown/rebuilt-stretches.ts';

const minute = 60_000;
const minutes = (...ends: number[]) => ends.map((end) => end * minute);

test('minutes that follow each other are one stretch, also around one without a trade', (t) => {
  t.deepEqual(rebuiltStretches(minutes(2, 3, 5, 8)), [
    { from: minute, to: 5 * minute },
    { from: 7 * minute, to: 8 * minute },
  ]);
  t.deepEqual(rebuiltStretches([]), []);
});

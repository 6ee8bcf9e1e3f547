import test from 'ava';
import { markersOf } from '../../../src/daemon/playback/outline/markers.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import { someLevels } from '../../db/fixtures.ts';
import { instantAt } from './invented-past.ts';

const base = someLevels();
const at = (minute: number) => instantAt('10:00') + minute * 60_000;
const session = { close: instantAt('16:00'), isEarlyClose: false };

function poll(
  minute: number,
  changes: { callWall?: number; flip?: number; used?: number } & Partial<RecordedLevels>,
) {
  const { callWall = 705, flip = 700, used = 0.5, ...others } = changes;
  return {
    ...base,
    timestamp: at(minute),
    spot: 702,
    byOpenInterest: { ...base.byOpenInterest!, callWall, putWall: 695, gammaFlip: flip },
    expectedMove: { ...base.expectedMove, used },
    ...others,
  };
}

test('a wall is marked when it moves to another strike', (t) => {
  const levels = [poll(0, {}), poll(1, {}), poll(2, { callWall: 706 }), poll(3, { callWall: 706 })];
  t.deepEqual(markersOf({ session, levels, alerts: [] }), [{ at: at(2), kind: 'wall-moved' }]);
});

test('a flip is marked when it has moved visibly since it was marked last, however slowly', (t) => {
  const levels = [0, 0.3, 0.6, 0.9, 1.2].map((moved, minute) => poll(minute, { flip: 700 + moved }));
  t.deepEqual(markersOf({ session, levels, alerts: [] }), [{ at: at(3), kind: 'flip-moved' }]);
});

test('levels of another expiration or model are no move', (t) => {
  const levels = [
    poll(0, {}),
    poll(1, { callWall: 710, flip: 690, expiration: '2026-11-24' }),
    poll(2, { callWall: 720, flip: 680, expiration: '2026-11-24', modelVersion: base.modelVersion + 1 }),
  ];
  t.deepEqual(markersOf({ session, levels, alerts: [] }), []);
});

test('the expected move is marked each time that it is reached', (t) => {
  const levels = [0.9, 1, 1.1, 0.8, 1.2].map((used, minute) => poll(minute, { used }));
  t.deepEqual(markersOf({ session, levels, alerts: [] }), [
    { at: at(1), kind: 'move-reached' },
    { at: at(4), kind: 'move-reached' },
  ]);
});

test('alerts are marked with their kind and without their values, an early close at the bell, all by time', (t) => {
  const alert: Alert = {
    ...{ at: at(5), kind: 'gamma-flip', symbol: 'SPY', message: 'SPY 699.00 fell below the gamma flip' },
    ...{ direction: 'down', value: 699, valueAt: null, level: 700, source: 'polygon' },
  };
  const short = { close: at(180), isEarlyClose: true };
  const levels = [poll(0, {}), poll(7, { callWall: 710 })];
  t.deepEqual(markersOf({ session: short, levels, alerts: [alert] }), [
    { at: at(5), kind: 'alert', alert: 'gamma-flip' },
    { at: at(7), kind: 'wall-moved' },
    { at: at(180), kind: 'early-close' },
  ]);
});

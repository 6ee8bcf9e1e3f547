import test from 'ava';
import type { LevelsPoint } from '../../../../src/market/levels/levels-history.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { dashedSteps } from '../../../../src/tui/charts/history/level-lines.ts';
import {
  areSameSteps,
  levelSteps,
  levelsHoldUntil,
  type StepsInput,
} from '../../../../src/tui/charts/history/level-steps.ts';
import { levelTracks } from '../../../../src/tui/panes/chart/level-marks.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleDate } from '../../support/sample-times.ts';
import { sampleLevelsHistory } from '../../support/sample-levels.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const [sample] = sampleLevelsHistory();
const point = (time: string, given: Partial<LevelsPoint> = {}): LevelsPoint => ({
  ...sample!,
  callWall: 672,
  opening: null,
  ...given,
  at: at(time),
});

/** A slot a minute from 09:30 on. */
const steps = (points: LevelsPoint[], given: Partial<StepsInput> = {}) =>
  levelSteps({
    ...{ points, tracks: levelTracks('openInterest'), length: 60 },
    grid: { from: at('09:30'), slotMs: 60_000 },
    holdsUntil: null,
    ...given,
  });
/** `672 from–to` in slots, both included. */
const runsOf = (label: string, made: ReturnType<typeof steps>) => {
  const { values } = made.lines.find((line) => line.label === label)!;
  const runs: { price: number; from: number; to: number }[] = [];
  for (const [slot, price] of values.entries()) {
    if (!Number.isFinite(price)) continue;
    const last = runs.at(-1);
    if (last && last.price === price && last.to === slot - 1) last.to = slot;
    else runs.push({ price, from: slot, to: slot });
  }
  return runs.map(({ price, from, to }) => `${price} ${from}–${to}`);
};

test('a level is drawn from the poll that found it until the next one', (t) => {
  const made = steps([point('09:33'), point('09:34'), point('09:36', { callWall: 675 }), point('09:37')]);
  t.deepEqual(runsOf('CW', made), ['672 3–5', '675 6–6', '672 7–7']);
  t.deepEqual(made.changes, []);
});

test('the newest levels go on to the close of their session, unless they no longer hold', (t) => {
  const points = [point('09:33'), point('09:34', { putWall: null })];
  const held = steps(points, { holdsUntil: at('10:00') });
  t.deepEqual(runsOf('CW', held), ['672 3–29']);
  t.deepEqual(
    held.lines.map(({ label, isCurrent }) => [label, isCurrent]),
    [
      ['CW', true],
      ['PW', false],
      ['flip', true],
      ['MP', true],
    ],
  );
  t.deepEqual(runsOf('CW', steps(points)), ['672 3–4']);
});

test('a gap, another expiration and another version of the model break the line', (t) => {
  const gap = steps([point('09:30'), point('09:31'), point('09:32'), point('09:40'), point('09:41')]);
  t.deepEqual(runsOf('CW', gap), ['672 0–2', '672 10–11']);
  t.deepEqual(gap.changes, []);
  const expiry = steps([point('09:30'), point('09:32'), point('09:34', { expiration: '2026-11-24' })]);
  t.deepEqual(runsOf('CW', expiry), ['672 0–2', '672 4–4']);
  t.deepEqual(expiry.changes, [4]);
  const version = steps([point('09:30'), point('09:32'), point('09:34', { modelVersion: 7 })]);
  t.deepEqual(runsOf('CW', version), ['672 0–2', '672 4–4']);
  t.deepEqual(version.changes, [4]);
});

test('polls five minutes apart are no gaps where that is the usual interval', (t) => {
  const made = steps(['09:30', '09:35', '09:40', '09:45', '10:10'].map((time) => point(time)));
  t.deepEqual(runsOf('CW', made), ['672 0–15', '672 40–40']);
});

test('the expected move is drawn from its own time on, over gaps, and not before', (t) => {
  const opening = { straddle: 4, oneSigma: 5, reference: 668, since: at('09:32') };
  const made = steps([
    point('09:30'),
    point('09:31'),
    // The poll that measured it was replaced by this one.
    point('09:33', { opening, callWall: null }),
    point('09:34', { opening }),
    point('09:50', { opening }),
  ]);
  t.deepEqual(runsOf('+EM', made), ['672 2–20']);
  t.deepEqual(runsOf('-EM', made), ['664 2–20']);
  t.deepEqual(runsOf('CW', made), ['672 0–2', '672 4–4', '672 20–20']);
});

test('points outside of the chart are not drawn, and hold into it', (t) => {
  t.deepEqual(steps([point('08:00'), point('08:01')]).lines, []);
  t.deepEqual(runsOf('CW', steps([point('09:29'), point('09:31'), point('10:45')])), ['672 0–1']);
});

test('by volume the walls and the flip are those by volume', (t) => {
  const given = { callWallByVolume: 671, putWallByVolume: 669, gammaFlipByVolume: 670.5 };
  const made = steps([point('09:30', given)], { tracks: levelTracks('volume') });
  t.deepEqual(
    [...runsOf('CW', made), ...runsOf('PW', made), ...runsOf('flip', made)],
    ['671 0–0', '669 0–0', '670.5 0–0'],
  );
});

test('levels hold while their session lasts and polls come', (t) => {
  const phase = samplePhase();
  const points = [point('13:00'), point('13:01'), point('13:02')];
  t.is(levelsHoldUntil(points, phase, at('13:05')), at('16:15'));
  t.is(
    levelsHoldUntil(points, phase, at('13:06')),
    null,
    'three intervals, or three minutes, without a poll',
  );
  t.is(levelsHoldUntil([point('16:13'), point('16:14')], phase, at('16:15')), null);
  const monday = samplePhase({ session: { ...phase.session, date: '2026-11-30' } });
  t.is(levelsHoldUntil(points, monday, at('13:03')), null);
  t.is(levelsHoldUntil([], phase, at('13:03')), null);
});

test('a poll that changes no level changes no picture', (t) => {
  const points = [point('09:33'), point('09:34')];
  const hold = { holdsUntil: at('16:15') };
  t.true(areSameSteps(steps(points, hold), steps([...points, point('09:35')], hold)));
  t.false(areSameSteps(steps(points, hold), steps([...points, point('09:35', { callWall: 675 })], hold)));
  t.false(areSameSteps(steps(points, hold), steps(points)));
});

test('dashes begin anew behind a break, so that a short stretch is seen', (t) => {
  const { NaN: none } = Number;
  const shown = (values: number[]) =>
    dashedSteps(values, { on: 2, off: 3 }, () => 0).map((v) => (v > 0 ? 1 : 0));
  t.deepEqual(shown([5, 5, 5, 5, 5, 5, 5]), [1, 1, 0, 0, 0, 1, 1]);
  t.deepEqual(shown([5, 5, 5, none, 5, 5, 5]), [1, 1, 0, 0, 1, 1, 0]);
  const rowOf = (price: number) => (price > 10 ? null : 10 - price);
  const dashed = (values: number[]) => dashedSteps(values, { on: 9, off: 1 }, rowOf);
  t.deepEqual(dashed([5, 50, 50, 5, 5]), [5, none, none, 5, 5], 'what the axis reaches');
  t.deepEqual(dashed([5, 6, 8, 8]), [5, 6, none, 8], 'no dash leads over a step that has a line of its own');
  const few = (values: number[]) => dashedSteps(values, { on: 1, off: 5 }, rowOf);
  t.deepEqual(few([5, 5, 8, 8]), [5, none, 8, none], 'behind a step they begin anew');
});

import test from 'ava';
import type { LevelsPoint } from '../../../../src/market/levels/levels-history.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { historyPaneLines, smallHistory } from '../../../../src/tui/panes/levels/levels-history.ts';
import { historyRows } from '../../../../src/tui/panes/levels/levels-rows.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleNow } from '../../support/sample-times.ts';
import { sampleLevels, sampleLevelsHistory } from '../../support/sample-levels.ts';

const phase = samplePhase();
const size = { phase, weight: 'openInterest', width: 80, rows: 2 } as const;

test('net gamma is drawn in the colour of its sign, bar by bar', (t) => {
  const [first] = sampleLevelsHistory();
  const points = [-2e9, -1e9, 1e9, 2e9, -3e9].map((netGamma, index) => ({
    ...first!,
    at: first!.at + index * 600_000,
    netGamma,
  }));
  const [, row] = historyRows(points, size);
  const tokens = row!.slice(1).map(([, token]) => token);
  t.is(row![0]![0].trim(), 'net GEX');
  t.deepEqual(tokens, ['down', 'up', 'down', 'down'], 'the last one is the number');
  t.is(
    row!.reduce((cells, [text]) => cells + text.length, 0),
    80,
  );
});

/** The second half of the session is of another version of the model. */
const mixed = sampleLevelsHistory().map(
  (point, index, all): LevelsPoint => ({ ...point, modelVersion: index < all.length / 2 ? 1 : 2 }),
);
const changedAt = mixed.find(({ modelVersion }) => modelVersion === 2)!.at;

test('a history of two versions of the model says so, and scales each by itself', (t) => {
  const rect = { x: 0, y: 0, width: 120, height: 12 };
  const input = { rect, isFocused: false, levels: sampleLevels(), weight: 'openInterest' } as const;
  const rest = { phase, now: sampleNow };
  const lines = historyPaneLines({ ...input, ...rest, history: mixed }).map(plainLine);
  t.regex(lines[0]!, /0-DTE · Mon 23 Nov · model 1 until 11:41, then 2/);
  t.is(changedAt, Date.parse('2026-11-23T16:41:00Z'));
  t.true(lines.slice(1, 10).every((line) => line.includes('┊')));
  const single = historyPaneLines({ ...input, ...rest, history: sampleLevelsHistory() }).map(plainLine);
  t.notRegex(single.join('\n'), /model|┊/);
});

test('below the numbers the day in small names its session where the numbers are of another one', (t) => {
  const of = (expiration: string, points: readonly LevelsPoint[]) =>
    smallHistory({ ...size, rows: 4, levels: { ...sampleLevels(), expiration }, points, now: sampleNow }).map(
      plainLine,
    );
  t.is(of('2026-11-23', sampleLevelsHistory())[0]!.slice(0, 4), 'spot');
  t.is(of('2026-11-24', sampleLevelsHistory())[0], 'The session so far · 0-DTE · Mon 23 Nov');
  t.is(of('2026-11-23', mixed)[0], 'model 1 until 11:41, then 2');
});

test('by volume the history is by volume, too, and a level that there is no longer has no number', (t) => {
  const points = sampleLevelsHistory().map((point) => ({ ...point, callWallByVolume: 673, gammaFlip: null }));
  const rows = (weight: 'openInterest' | 'volume') =>
    historyRows(points, { ...size, rows: 9, weight }).map(plainLine);
  t.regex(rows('volume')[3]!, /^call wall .* 673\.00$/);
  t.regex(rows('openInterest')[3]!, /^call wall .* 675\.00$/);
  t.regex(rows('openInterest')[2]!, /^flip +–$/);
});

test('a put/call ratio of 0 is a number', (t) => {
  const points = sampleLevelsHistory().map((point) => ({ ...point, putCallRatio: 0 }));
  const row = historyRows(points, { ...size, rows: 8 })
    .map(plainLine)
    .at(-1)!;
  t.regex(row, /^put\/call .* 0\.00$/);
});

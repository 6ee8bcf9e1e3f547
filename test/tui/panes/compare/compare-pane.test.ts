import test from 'ava';
import type { RecordedUnderlying } from '../../../../src/protocol/recorded.ts';
import { comparePaneLines } from '../../../../src/tui/panes/compare/compare-pane.ts';
import type { RecordedRow } from '../../../../src/tui/state/recorded-rows.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { levelsAround, sampleRecorded } from '../../support/sample-recorded.ts';
import { sampleNow } from '../../support/sample-times.ts';

const rowOf = (underlying: RecordedUnderlying): RecordedRow => ({
  ...underlying,
  ...{
    quoteAge: null,
    quoteGivenUp: null,
    chainGivenUp: null,
    chainError: null,
    phase: samplePhase(),
    isActive: underlying.symbol === 'SPY',
  },
  levelsAge: underlying.levels && {
    freshness: {
      ...{ at: sampleNow - 12_000, isTimeKnown: true, ageMs: 12_000, behindMs: null },
      ...{ badge: { kind: 'real-time' }, isAtRest: false, isQuiet: false },
    },
    stale: null,
  },
});

const draw = (recorded: RecordedUnderlying[], width: number, height = recorded.length + 3) =>
  comparePaneLines({
    ...{ rect: { x: 0, y: 0, width, height }, isFocused: false, rows: recorded.map(rowOf) },
    ...{ weight: 'openInterest', now: sampleNow },
  }).map((line) => line.map(([text]) => text).join(''));

const [spy, qqq] = sampleRecorded() as [RecordedUnderlying, RecordedUnderlying];
const later = { ...qqq, levels: levelsAround('QQQ', 618.2, { expiration: '2026-11-27' }) };

test('symbols of different expirations say so on every line, at every width', (t) => {
  t.regex(draw([spy, qqq], 60)[0]!, /Recorded symbols · 0-DTE/);
  for (const width of [60, 80, 120, 200]) {
    const lines = draw([spy, later], width);
    t.notRegex(lines[0]!, /DTE/, 'the title speaks of no common one');
    t.regex(lines[2]!, / 0-DTE /);
    t.regex(lines[3]!, / 4-DTE /);
  }
});

test('levels of two versions of the model are said not to compare', (t) => {
  const old = { ...qqq, levels: levelsAround('QQQ', 618.2, { modelVersion: 1 }) };
  t.regex(draw([spy, old], 80)[0]!, /models 1 and \d+ do not compare/);
});

test('without a box every line has its place, and nothing is wider than the pane', (t) => {
  const lines = draw([spy, qqq], 80, 3);
  t.is(lines.length, 3);
  t.deepEqual(
    lines.map((line) => line.length),
    [80, 80, 80],
  );
});

test('without a flip within reach there is none, and without a spot nothing is made up', (t) => {
  const exposure = { ...spy.levels!.byOpenInterest!, gammaFlip: null };
  const none = { ...spy, levels: { ...spy.levels!, byOpenInterest: exposure } };
  t.regex(draw([none, qqq], 80)[2]!, / none /);
  const blank = { ...spy, levels: { ...spy.levels!, spot: null, byOpenInterest: null } };
  t.regex(draw([blank, qqq], 80)[2]!, /0-DTE +– .* – +– /);
});

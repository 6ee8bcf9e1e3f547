import test from 'ava';
import type { Levels } from '../../../../src/market/levels/levels.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { plainLine } from '../../../../src/tui/render/line.ts';
import { levelsPaneLines } from '../../../../src/tui/panes/levels/levels-pane.ts';
import { levelsParagraphs } from '../../../../src/tui/panes/levels/levels-paragraphs.ts';
import { samplePhase } from '../../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../../support/sample-times.ts';
import { sampleLevels } from '../../support/sample-levels.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);

interface Given {
  width?: number;
  height?: number;
  phase?: ReturnType<typeof samplePhase>;
  now?: number;
  isStale?: boolean;
}

function paneOf(
  levels: Levels,
  { width = 60, height = 34, isStale = false, ...given }: Given = {},
): string[] {
  return levelsPaneLines({
    rect: { x: 0, y: 0, width, height },
    ...{ isFocused: false, levels, weight: 'openInterest', history: [], why: null, isStale },
    ...{ phase: samplePhase(), now: sampleNow, ...given },
  }).map(plainLine);
}

const rowOf = (levels: Levels, label: string, given?: Given) =>
  paneOf(levels, given).find((line) => line.slice(2).startsWith(`${label} `));

const closeLine = (width: number) => {
  const levels = { ...sampleLevels(), closes: { regular: at('13:00'), option: at('13:15') } };
  return rowOf(levels, 'close', { width, height: 24, now: at('10:30') })!;
};

test('an early close is said as a whole word, or not at all', (t) => {
  t.regex(closeLine(60), / 2h 30m to 13:00 {2}early /);
  t.regex(closeLine(35), / 2h 30m to 13:00 +│$/);
});

test('the title names the expiry at every width, and how old the quotes are where there is room', (t) => {
  const levels = sampleLevels({ quotedAt: sampleNow - 900_000 });
  t.regex(
    paneOf(levels, { width: 80 })[0]!,
    /Levels · 0-DTE · Mon 23 Nov ─.* by open interest · 15:00 ago · late 14m ─/,
  );
  t.regex(paneOf(levels, { width: 37 })[0]!, /─ Levels · 0-DTE · Mon 23 Nov ─/);
  t.regex(rowOf(levels, 'quotes', { width: 37 })!, / 15:00 ago /);
  t.regex(paneOf(levels, { width: 37, isStale: true })[0]!, /─ Mon 23 Nov ─/);
  const night = samplePhase({ phase: 'post' });
  t.regex(
    paneOf(levels, { width: 80, phase: night })[0]!,
    / 13:30 · real-time ─/,
    'nothing ages while options rest',
  );
  const unknown = sampleLevels({ quotedAt: null, timestamp: sampleNow - 12_000 });
  t.regex(
    paneOf(unknown, { width: 80, phase: night })[0]!,
    / polled 13:45 · real-time ─/,
    'when they were polled',
  );
});

test('the spot says where it comes from and how old it is, as far as that is known', (t) => {
  const levels = sampleLevels({ spot: 671.2, spotSource: 'quote', spotAt: sampleNow - 5000 });
  t.regex(rowOf(levels, 'spot')!, /671\.20 {2}quote 0:05 ago/);
  t.regex(rowOf({ ...levels, spotSource: 'parity', spotAt: null }, 'spot')!, /671\.20 {2}parity +│$/);
  t.regex(rowOf({ ...levels, spot: null, spotSource: null }, 'spot')!, /│ spot +– +│$/);
});

test('of several flips the nearest is shown, and how many there are', (t) => {
  const flipsOf = (gammaFlips: number | null) => {
    const levels = sampleLevels();
    return { ...levels, byOpenInterest: { ...levels.byOpenInterest!, gammaFlip: 670, gammaFlips } };
  };
  t.regex(rowOf(flipsOf(3), 'flip')!, /670\.00 {2}-0\.18% {2}nearest of 3 /);
  t.regex(rowOf(flipsOf(3), 'flip', { width: 37 })!, /670\.00 {2}-0\.18% {2}of 3 /);
  for (const one of [1, null]) t.regex(rowOf(flipsOf(one), 'flip')!, /670\.00 {2}-0\.18% +│$/);
});

test('what was left out is counted by its reason, and nothing is said where it is not known', (t) => {
  const counted = (given: Partial<Levels['counts']>) => {
    const levels = sampleLevels();
    return { ...levels, counts: { ...levels.counts, ...given } };
  };
  const known = counted({ old: 9, crossed: 1, oneSided: 40, extended: 33, dropped: 2 });
  t.regex(rowOf(known, 'left out')!, /9 old · 1 crossed · 40 one-sided/);
  t.regex(rowOf(known, 'smile')!, /33 extended/);
  t.regex(rowOf(known, 'vendor IV')!, /2 dropped/);
  t.regex(rowOf(counted({ old: 0, crossed: 0, oneSided: 0 }), 'left out')!, / none /);
  const unknown = counted({ old: null, crossed: null, oneSided: null, extended: null, dropped: null });
  for (const label of ['left out', 'smile', 'vendor IV']) t.is(rowOf(unknown, label), undefined);
  t.regex(levelsParagraphs(known, sampleNow).join(' '), /Left out: 9 old, 1 crossed, 40 one-sided\./);
  t.notRegex(levelsParagraphs(unknown, sampleNow).join(' '), /Left out|smile/);
});

test('the version of the model is said, and a put/call ratio of 0 is a number', (t) => {
  const levels = sampleLevels({ modelVersion: 2, putCallRatio: { volume: 0, openInterest: null } });
  t.regex(rowOf(levels, 'model')!, /version 2/);
  t.regex(rowOf(levels, 'put/call')!, /vol 0\.00 {2}OI –/);
});

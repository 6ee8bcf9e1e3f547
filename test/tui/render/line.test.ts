import test from 'ava';
import fc from 'fast-check';
import { drawBox } from '../../../src/tui/render/box.ts';
import {
  fitLine,
  joinFitting,
  type Line,
  lineWidth,
  overlayLine,
  plainLine,
  shortenLine,
  spreadLine,
} from '../../../src/tui/render/line.ts';
import {
  alignLeft,
  alignRight,
  clipText,
  shortenText,
  textWidth,
  wrapText,
} from '../../../src/tui/render/width.ts';

const words = fc
  .array(fc.constantFrom('a', 'é', '错', '🚫', ' ', '─', '⣀', 'e\u0301', '●'), { maxLength: 20 })
  .map((parts) => parts.join(''));
const anyLine = fc.array(words, { maxLength: 5 }).map((texts): Line => texts.map((text) => [text]));

test('cells are counted, not characters', (t) => {
  t.is(textWidth('SPY ▲ +0.52% ⣀ ─ ×'), 18);
  t.is(textWidth('错误'), 4);
  t.is(textWidth('🚫'), 2);
  t.is(textWidth('e\u0301'), 1);
  t.is(clipText('错误', 3), '错');
});

test('what does not fit ends in an ellipsis', (t) => {
  t.is(shortenText('no answer', 6), 'no an…');
  t.is(shortenText('no answer', 4), 'no…');
  t.is(shortenText('no', 2), 'no');
  t.is(shortenText('错误错误', 4), '错…');
  t.is(alignRight('7', 3), '  7');
  t.is(alignLeft('long word', 5), 'long…');
});

test('a line is shortened across its spans, and only when it must be', (t) => {
  const line: Line = [
    ['abc', 'up'],
    ['def', 'down'],
  ];
  t.is(plainLine(shortenLine(line, 6)), 'abcdef');
  t.is(plainLine(shortenLine(line, 5)), 'abcd…');
  t.is(plainLine(shortenLine(line, 3)), 'ab…');
  t.is(plainLine(shortenLine(line, 0)), '');
});

test('a fitted line has exactly the width asked for, whatever it holds', (t) => {
  fc.assert(
    fc.property(
      anyLine,
      fc.integer({ min: 0, max: 40 }),
      (line, width) => lineWidth(fitLine(line, width)) === width,
    ),
  );
  t.pass();
});

test('two ends share a line, and the right one gives way', (t) => {
  t.is(plainLine(spreadLine([['ab']], [['cd']], 7)), 'ab   cd');
  t.is(plainLine(spreadLine([['ab']], [['cd']], 4)), 'ab  ');
  t.is(plainLine(spreadLine([['abcdef']], [['x']], 4)), 'abc…');
});

test('as many parts as fit are joined', (t) => {
  t.is(plainLine(joinFitting([[['ab']], [['cd']], [['ef']]], [' · '], 8)), 'ab · cd');
});

test('words are wrapped, and a word longer than the line is cut', (t) => {
  t.deepEqual(wrapText('one two three', 7), ['one two', 'three']);
  t.deepEqual(wrapText('abcdefgh i', 3), ['abc', 'def', 'gh', 'i']);
  t.deepEqual(wrapText('错误错', 4), ['错误', '错']);
});

test('a box has its labels in its borders and the size asked for', (t) => {
  const lines = drawBox({
    width: 24,
    height: 4,
    isFocused: false,
    title: [['SPY']],
    status: [['0:03 ago']],
    note: [['2 of 9']],
    body: [[['671.20']]],
  });
  t.deepEqual(lines.map(plainLine), [
    '╭─ SPY ───── 0:03 ago ─╮',
    '│ 671.20               │',
    '│                      │',
    '╰───────────── 2 of 9 ─╯',
  ]);
});

test('labels that do not fit are left out or shortened, and the box keeps its size', (t) => {
  fc.assert(
    fc.property(
      anyLine,
      anyLine,
      fc.integer({ min: 12, max: 40 }),
      fc.integer({ min: 2, max: 6 }),
      (title, status, width, height) => {
        const lines = drawBox({
          width,
          height,
          isFocused: true,
          title,
          status,
          note: status,
          body: [title, status],
        });
        return lines.length === height && lines.every((line) => lineWidth(line) === width);
      },
    ),
  );
  t.pass();
});

test('a label over a line takes the place of what was there, and of nothing else', (t) => {
  const line: Line = [['abc', 'up'], ['defgh']];
  const over: Line = [['12', 'mark']];
  t.is(plainLine(overlayLine(line, 2, over)), 'ab12efgh');
  t.is(plainLine(overlayLine(line, 6, over)), 'abcdef12');
  t.is(plainLine(overlayLine(line, -3, over)), '12cdefgh');
  t.deepEqual(overlayLine(line, 2, over)[0], ['ab', 'up', undefined]);
});

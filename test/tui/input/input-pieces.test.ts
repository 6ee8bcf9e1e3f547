import test from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import type { InputPiece } from '../../../src/tui/input/input-piece.ts';
import { createInputPieces } from '../../../src/tui/input/input-pieces.ts';
import { parseMouseReport } from '../../../src/tui/input/mouse-report.ts';
import { tearReplies } from './torn-replies.ts';

const text = (given: string): InputPiece => ({ kind: 'text', text: given });
const click = (column: number, row: number): InputPiece => ({
  kind: 'mouse',
  report: { kind: 'click', column, row },
});
const after = (...chunks: string[]) => {
  const pieces = createInputPieces(true);
  return chunks.flatMap((chunk) => pieces.push(chunk));
};

test('a report is a click or the wheel, counted from nought, whatever modifiers are held', (t) => {
  t.deepEqual(parseMouseReport('\u001b[<0;1;1M'), { kind: 'click', column: 0, row: 0 });
  t.deepEqual(parseMouseReport('\u001b[<64;300;90M'), { kind: 'wheel-up', column: 299, row: 89 });
  t.deepEqual(parseMouseReport('\u001b[<81;7;2M'), { kind: 'wheel-down', column: 6, row: 1 });
  t.deepEqual(parseMouseReport('\u001b[<32;3;4M'), { kind: 'drag', column: 2, row: 3 });
  t.deepEqual(parseMouseReport('\u001b[<0;3;4m'), { kind: 'release', column: 2, row: 3 });
});

for (const [what, sequence] of [
  ['a release of the right button', '\u001b[<2;3;4m'],
  ['the right button', '\u001b[<2;3;4M'],
  ['movement without a button', '\u001b[<35;3;4M'],
  ['movement with the right button', '\u001b[<34;3;4M'],
  ['the wheel to the side', '\u001b[<66;3;4M'],
  ['a cell before the first', '\u001b[<0;0;4M'],
  ['a number too many', '\u001b[<0;3;4;5M'],
  ['a number too few', '\u001b[<0;3M'],
  ['a number too large', '\u001b[<0;30000;4M'],
  ['a negative number', '\u001b[<0;-3;4M'],
  ['a tail', '\u001b[<0;3;4Mq'],
] as const) {
  test(`${what} is no report that means something, and no key press`, (t) => {
    t.is(parseMouseReport(sequence), null);
    if (what !== 'a tail' && what !== 'a negative number') t.deepEqual(after(sequence), []);
  });
}

const key = (name: string): InputPiece => ({ kind: 'key', key: name });

test('reports and keys are taken out in their order, and text stays text', (t) => {
  t.deepEqual(after('ab\u001b[<0;5;6Mc\u001b[15~\u001b[A\u001bOP\u001b[[B\u001b[27;5;114~q'), [
    ...[text('ab'), click(4, 5), text('c'), key('f5'), key('up'), key('f1'), key('f2'), key('ctrl-r')],
    text('q'),
  ]);
});

for (const [sequence, name] of [
  ['\u001b[A', 'up'],
  ['\u001bOB', 'down'],
  ['\u001b[1;2C', 'right'],
  ['\u001b[H', 'home'],
  ['\u001b[4~', 'end'],
  ['\u001b[5~', 'page-up'],
  ['\u001b[Z', 'shift-tab'],
  ['\u001b[24~', 'f12'],
  ['\u001b[27;2;9~', 'shift-tab'],
  ['\u001b[13u', 'enter'],
  ['\u001b[97;3u', 'alt-a'],
  ['\u001bx', 'alt-x'],
  ['\u009bA', 'up'],
] as const) {
  test(`${JSON.stringify(sequence)} is the key ${name}`, (t) => {
    t.deepEqual(after(sequence), [key(name)]);
  });
}

test('Ctrl-C is that character, however it is sent', (t) => {
  for (const sent of ['\u0003', '\u001b[27;5;99~', '\u001b[99;5u'])
    t.deepEqual(after(sent), [text('\u0003')]);
});

test('a sequence that comes in parts is one, and none of its parts is a key', (t) => {
  t.deepEqual(after('\u001b[', '<0;1', '2;3', 'M', 'q'), [click(11, 2), text('q')]);
  t.deepEqual(after('\u001b', '[<0;12;3M'), [click(11, 2)]);
  t.deepEqual(after('\u001b', '[', 'A'), [key('up')]);
});

test('an Escape that nothing follows is the key, and half a sequence is nothing', (t) => {
  for (const [sent, pieces] of [
    ['\u001b', [key('escape')]],
    ['\u001bP', [key('alt-P')]],
    ['\u001b[1;', []],
    ['\u001bP1$r2 q', []],
  ] as const) {
    const input = createInputPieces(true);
    t.deepEqual(input.push(sent), []);
    t.true(input.patienceMs()! > 0);
    t.deepEqual(input.expire(), [...pieces]);
    t.is(input.patienceMs(), null);
    t.deepEqual(input.push('j'), [text('j')]);
  }
  t.deepEqual(after('\u001b\u001b[A'), [key('escape'), key('up')]);
});

test('replies of the terminal among typed keys are swallowed, however they are torn', (t) => {
  tearReplies(t, 3000);
});

test('pasted text is one piece, wherever it is torn, and no key of it is pressed', (t) => {
  const pasted = '\u001b[200~q\u001b[<0;1;1M\u001b[15~\u001b\u001b[201~';
  const expected = [{ kind: 'paste', text: 'q\u001b[<0;1;1M\u001b[15~\u001b' }, text('x')];
  for (let at = 1; at < pasted.length; at++) {
    const pieces = createInputPieces(true);
    const got = [...pieces.push(pasted.slice(0, at)), ...pieces.push(`${pasted.slice(at)}x`)];
    t.deepEqual(got, expected as InputPiece[], `torn at ${at}`);
  }
});

test('a paste that never ends is one when its time is over', (t) => {
  const pieces = createInputPieces(true);
  t.deepEqual(pieces.push('\u001b[200~SPY'), []);
  t.deepEqual(pieces.expire(), [{ kind: 'paste', text: 'SPY' }]);
  t.deepEqual(pieces.push('j'), [text('j')]);
});

test('old reports are swallowed with their three bytes while the mouse is on', (t) => {
  t.deepEqual(after('\u001b[M qQ', 'x'), [text('x')]);
  t.deepEqual(after('\u001b[M', ' q', 'Qx'), [text('x')]);
  t.deepEqual(createInputPieces(false).push('\u001b[Mx'), [text('x')]);
});

test('a sequence without an end holds little, and its end ends it', (t) => {
  t.deepEqual(after('\u001b[<', '1;'.repeat(5000), 'M', 'q'), [text('q')]);
});

test('what began before somebody else read the terminal is forgotten', (t) => {
  const pieces = createInputPieces(true);
  t.deepEqual(pieces.push('\u001b[<0;1'), []);
  pieces.reset();
  t.deepEqual(pieces.push('j'), [text('j')]);
});

test('whatever comes, in whatever pieces, no report becomes text and nothing throws', (t) => {
  const random = seededRandom(7);
  const parts = [
    '\u001b',
    '[',
    '<',
    '0',
    ';',
    '12',
    'M',
    'm',
    'q',
    '\u001b[<0;3;4M',
    '\u001b[200~',
    '\u001b[201~',
    '\u001bO',
    '~',
    'é',
  ];
  for (let round = 0; round < 2000; round++) {
    const pieces = createInputPieces(true);
    const chunks = Array.from({ length: 12 }, () => parts[random.integer(0, parts.length - 1)]!);
    const got = chunks.flatMap((chunk) => pieces.push(chunk));
    for (const piece of got) {
      if (piece.kind !== 'text' || chunks.includes('\u001b[200~')) continue;
      t.notRegex(piece.text, /\u001b\[<[\d;]*[Mm]/, JSON.stringify(chunks));
    }
  }
});

for (const [name, reply, isLight] of [
  ['white', '\u001b]11;rgb:ffff/ffff/ffff\u001b\\', true],
  ['slate, ended by BEL', '\u001b]11;rgb:0d/11/17\u0007', false],
  ['with its opacity', '\u001b]11;rgba:fdfd/f6f6/e3e3/ffff\u001b\\', true],
] as const) {
  test(`the background's colour is known by the terminal's answer: ${name}, in one piece or in many`, (t) => {
    const pieces = createInputPieces(true);
    t.deepEqual(pieces.push(`a${reply}b`), [
      { kind: 'text', text: 'a' },
      { kind: 'background', isLight },
      { kind: 'text', text: 'b' },
    ]);
    const single = [...reply].flatMap((character) => pieces.push(character));
    t.deepEqual(single, [{ kind: 'background', isLight }]);
  });
}

test('any other answer, however long, says nothing about the background', (t) => {
  const pieces = createInputPieces(true);
  for (const reply of ['10;rgb:ffff/ffff/ffff', '11;red', '11;rgb:fffff/0/0', `11;${'f'.repeat(500)}`, '']) {
    t.deepEqual(pieces.push(`\u001b]${reply}\u0007`), []);
  }
  t.deepEqual(pieces.push('\u001bP11;rgb:ffff/ffff/ffff\u001b\\'), [], 'DCS is no answer to it');
});

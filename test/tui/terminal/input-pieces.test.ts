import test from 'ava';
import { seededRandom } from '../../../src/market/random.ts';
import { createInputPieces, type InputPiece } from '../../../src/tui/terminal/input-pieces.ts';
import { parseMouseReport } from '../../../src/tui/terminal/mouse-report.ts';

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
});

for (const [what, sequence] of [
  ['a release', '\u001b[<0;3;4m'],
  ['the right button', '\u001b[<2;3;4M'],
  ['movement', '\u001b[<32;3;4M'],
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

test('reports and function keys are taken out in their order, and text stays text', (t) => {
  t.deepEqual(after('ab\u001b[<0;5;6Mc\u001b[15~\u001b[A\u001bOP\u001b[[Bq'), [
    text('ab'),
    click(4, 5),
    text('c'),
    { kind: 'key', key: 'f5' },
    text('\u001b[A'),
    { kind: 'key', key: 'f1' },
    { kind: 'key', key: 'f2' },
    text('q'),
  ]);
});

test('a report that comes in parts is one report, and none of its parts is a key', (t) => {
  t.deepEqual(after('\u001b[', '<0;1', '2;3', 'M', 'q'), [click(11, 2), text('q')]);
  // The Escape alone may be the key of that name; what Ink still waits for must mean nothing then.
  t.deepEqual(after('\u001b', '[<0;12;3M'), [text('\u001b'), text('\u0000'), click(11, 2)]);
  t.deepEqual(after('\u001b', '[A'), [text('\u001b'), text('[A')]);
  t.deepEqual(after('\u001b[', 'A'), [text('\u001b[A')]);
});

test('pasted text stays as it is, wherever it is torn', (t) => {
  const pasted = '\u001b[200~q\u001b[<0;1;1M\u001b[15~\u001b\u001b[201~';
  for (let at = 1; at < pasted.length; at++) {
    const pieces = createInputPieces(true);
    const got = [...pieces.push(pasted.slice(0, at)), ...pieces.push(`${pasted.slice(at)}x`)];
    t.true(got.every(({ kind }) => kind === 'text'));
    t.is(
      got.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''),
      `${pasted}x`,
      `torn at ${at}`,
    );
  }
});

test('old reports are swallowed with their three bytes while the mouse is on, and only then', (t) => {
  t.deepEqual(after('\u001b[M qQ', 'x'), [text('x')]);
  t.deepEqual(after('\u001b[M', ' q', 'Qx'), [text('x')]);
  t.deepEqual(createInputPieces(false).push('\u001b[Mx'), [text('\u001b[Mx')]);
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

import xterm from '@xterm/headless';
import test from 'ava';
import fc from 'fast-check';
import { type CellRow, parseCells } from '../../../src/tui/render/cell-row.ts';
import { type Frame, frameUpdate } from '../../../src/tui/render/frame.ts';
import { createStyles } from '../../../src/tui/render/styles.ts';
import { createCellBuffer } from '../../../src/tui/render/cell-buffer.ts';

const columns = 24;
const rows = 5;
const reset = '\u001b[0m';

/** Lines as a painter makes them: each style begins after a reset. */
const span = fc.tuple(
  fc.constantFrom('', '1', '2', '7', '31', '1;38;5;9', '38;2;1;2;3', '48;5;236', '4;48;2;9;9;9', '2;91;104'),
  fc.constantFrom(' ', '   ', 'a', '671.20', '│', '⡠⠊', '█', '错误', 'é'),
);
const paintedLine = fc
  .array(span, { maxLength: 6 })
  .map((spans) =>
    spans.map(([style, text]) => (style === '' ? text : `\u001b[${style}m${text}${reset}`)).join(''),
  );
const layer = fc.record({
  rect: fc.record({
    x: fc.integer({ min: -3, max: columns }),
    y: fc.integer({ min: -1, max: rows }),
    width: fc.integer({ min: 0, max: columns }),
    height: fc.integer({ min: 0, max: rows }),
  }),
  lines: fc.array(paintedLine, { maxLength: rows }),
  isOver: fc.boolean(),
});
const frames = fc.array(fc.array(layer, { maxLength: 3 }), { minLength: 1, maxLength: 4 });

const openTerminal = () => new xterm.Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true });
const write = (terminal: xterm.Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

/** Character and look of each cell; of a blank only what can be seen. */
function shownCells(terminal: xterm.Terminal): string[][] {
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) => {
      const cell = terminal.buffer.active.getLine(y)!.getCell(x)!;
      const character = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
      const isFilled = cell.isInverse() !== 0 || cell.isUnderline() !== 0;
      const weight = character === ' ' ? '' : `${cell.isBold()}${cell.isDim()}`;
      const color = character === ' ' && !isFilled ? '' : `${cell.getFgColorMode()}/${cell.getFgColor()}`;
      const behind = `${cell.getBgColorMode()}/${cell.getBgColor()}`;
      return [character, weight, color, behind, cell.isInverse(), cell.isUnderline()].join(' ');
    }),
  );
}

test('what is written from picture to picture shows what the last one written anew shows', async (t) => {
  await fc.assert(
    fc.asyncProperty(frames, async (pictures) => {
      const updated = openTerminal();
      let cellBuffer = createCellBuffer();
      let shown: Frame | null = null;
      /** In turns, as on a screen: the one before the last is written over. */
      const drawn: Frame[] = [];
      // One table of styles for all of them, as the dashboard has.
      const { styles } = cellBuffer;
      for (const layers of pictures) {
        cellBuffer = createCellBuffer();
        for (const each of layers) cellBuffer.put({}, each);
        drawn.push(cellBuffer.frame({ columns, rows }, drawn.at(-2) ?? null));
        const next = drawn.at(-1)!.map((row) => restyled(row, cellBuffer.styles, styles));
        await write(updated, frameUpdate(shown, next, styles));
        shown = next;
      }
      const anew = openTerminal();
      await write(anew, frameUpdate(null, shown!, styles));
      t.deepEqual(shownCells(updated), shownCells(anew));
      const characters = shown!.map((row) => row.characters);
      t.deepEqual(
        shownCells(anew).map((row) => row.map((cell) => cell.split(' ')[0] || ' ')),
        characters.map((row) => row.map((cell) => cell.trim() || ' ')),
      );
      updated.dispose();
      anew.dispose();
    }),
    { numRuns: 300 },
  );
});

/** A row in the numbers of another table. */
function restyled(row: CellRow, from: ReturnType<typeof createStyles>, to: ReturnType<typeof createStyles>) {
  const number = (style: number) => {
    const opener = from.change(0, style);
    return opener === '' ? 0 : to.of(opener.slice(2, -1));
  };
  return { ...row, styles: row.styles.map(number) };
}

const frameOf = (styles: ReturnType<typeof createStyles>, ...lines: string[]): Frame =>
  lines.map((line) => parseCells(line, styles));

test('only what differs is written, and nothing where nothing does', (t) => {
  const styles = createStyles();
  const clock = (seconds: string) =>
    frameOf(styles, `\u001b[31m│${reset} closes in 2:14:${seconds} \u001b[31m│${reset}`);
  t.is(frameUpdate(clock('05'), clock('05'), styles), '');
  t.is(frameUpdate(clock('05'), clock('04'), styles), '\u001b[1;19H4');
  t.is(frameUpdate(clock('10'), clock('09'), styles), '\u001b[1;18H09');
});

test('a short way is bridged with what stands there, a long one is jumped over', (t) => {
  const styles = createStyles();
  t.is(frameUpdate(frameOf(styles, '1.00 x'), frameOf(styles, '2.01 x'), styles), '\u001b[1;1H2.01');
  const far = (text: string) => frameOf(styles, `${text}·········${text}·`);
  t.is(frameUpdate(far('a'), far('b'), styles), '\u001b[1;1Hb\u001b[9Cb');
});

test('blanks up to the edge are erased, also those between what goes', (t) => {
  const styles = createStyles();
  const update = frameUpdate(
    frameOf(styles, 'Esc close   q quit'),
    frameOf(styles, 'Esc close         '),
    styles,
  );
  t.is(update, '\u001b[1;10H\u001b[K');
});

test('a style is changed by what differs, or anew where that is shorter', (t) => {
  const styles = createStyles();
  const [dim, boldRed, red, onBlue] = ['2', '1;31', '31', '31;44'].map(styles.of) as [
    number,
    number,
    number,
    number,
  ];
  t.is(styles.change(boldRed, red), '\u001b[22m');
  t.is(styles.change(red, onBlue), '\u001b[44m');
  t.is(styles.change(boldRed, dim), '\u001b[;2m');
  t.is(styles.change(boldRed, 0), '\u001b[m');
  t.is(styles.change(dim, dim), '');
  t.is(styles.of('31;1'), boldRed);
  t.is(styles.ofBlank(boldRed), 0);
  t.is(styles.ofBlank(onBlue), styles.of('44'));
});

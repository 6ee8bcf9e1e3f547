import type { CellRow } from '../cell-row.ts';
import type { StyledFrame } from '../frame.ts';
import type { Styles } from '../styles.ts';
import { colorOf, ownColors, type TerminalLook } from './terminal-colors.ts';

const cellWidth = 8.4;
const cellHeight = 17;
const margin = 10;

/** What a picture shows on, and its title. */
export interface FrameSvgOptions {
  look?: TerminalLook;
  /** Read out in place of the picture; none by default. */
  title?: string;
}

/** A frame as an SVG picture: one `<text>` a run of cells that look alike, each put at its own column. */
export function frameSvg(
  { frame, styles }: StyledFrame,
  { look = 'dark', title }: FrameSvgOptions = {},
): string {
  const columns = frame[0]?.characters.length ?? 0;
  const width = Math.ceil(columns * cellWidth + 2 * margin);
  const height = frame.length * cellHeight + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    ...(title === undefined ? [] : [`<title>${escaped(title)}</title>`]),
    '<style>text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}.b{font-weight:700}</style>',
    `<rect width="100%" height="100%" rx="6" fill="${ownColors(look).background}"/>`,
    ...frame.flatMap((row, line) => runsOf(row, styles, look).flatMap((run) => drawn(run, line))),
    '</svg>',
    '',
  ].join('\n');
}

interface SvgStyle {
  color: string;
  /** Behind the text; `null` for the picture's own background. */
  fill: string | null;
  isBold: boolean;
  isDim: boolean;
  isUnderlined: boolean;
}

interface Run {
  column: number;
  text: string;
  cells: number;
  isBraille: boolean;
  /** The number of the cells' style. */
  number: number;
  style: SvgStyle;
}

function runsOf({ characters, styles: numbers }: CellRow, styles: Styles, look: TerminalLook): Run[] {
  const runs: Run[] = [];
  characters.forEach((text, column) => {
    const last = runs.at(-1);
    // The second cell of a wide character.
    if (text === '') {
      if (last) last.cells += 1;
      return;
    }
    const number = numbers[column]!;
    // A blank looks the same in many styles.
    const isSame =
      last && (last.number === number || (text === ' ' && styles.ofBlank(last.number) === number));
    // A viewer may draw them in another font: stretched together with box lines, they would move those.
    const isBraille = text === ' ' ? isSame === true && last.isBraille : /[\u2800-\u28ff]/.test(text);
    if (isSame && last.isBraille === isBraille) {
      last.text += text;
      last.cells += 1;
    } else runs.push({ column, text, cells: 1, isBraille, number, style: svgStyle(styles, number, look) });
  });
  return runs;
}

function svgStyle(styles: Styles, number: number, look: TerminalLook): SvgStyle {
  const { isBold, isDim, isUnderlined, isInverse, color, background } = styles.look(number);
  const own = ownColors(look);
  const text = color === '' ? own.foreground : colorOf(color, look);
  const behind = background === '' ? null : colorOf(background, look);
  return {
    ...(isInverse ? { color: behind ?? own.background, fill: text } : { color: text, fill: behind }),
    ...{ isBold, isDim, isUnderlined },
  };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function drawn({ column, text, cells, style }: Run, line: number): string[] {
  const y = margin + line * cellHeight;
  const box = style.fill ? [rect(column, y, cells, style.fill)] : [];
  if (text.trim() === '' && !style.isUnderlined) return box;
  return [...box, textAt({ column, text, cells, style }, y)];
}

const xOf = (column: number) => (margin + column * cellWidth).toFixed(1);
const widthOf = (cells: number) => (cells * cellWidth).toFixed(1);

const rect = (column: number, y: number, cells: number, fill: string) =>
  `<rect x="${xOf(column)}" y="${y}" width="${widthOf(cells)}" height="${cellHeight}" fill="${fill}"/>`;

/** Without the blanks around it, unless they are underlined. */
function textAt(run: Pick<Run, 'column' | 'text' | 'cells' | 'style'>, y: number): string {
  const { color, isBold, isDim, isUnderlined } = run.style;
  const text = isUnderlined ? run.text : run.text.trim();
  const before = isUnderlined ? 0 : run.text.length - run.text.trimStart().length;
  const cells = run.cells - (run.text.length - text.length);
  const look = [
    isBold ? ' class="b"' : '',
    ` x="${xOf(run.column + before)}" y="${y + 13}" fill="${color}"`,
    isDim ? ' opacity="0.6"' : '',
    isUnderlined ? ' text-decoration="underline"' : '',
  ].join('');
  // The length is said, so that a viewer's other font does not move the columns.
  return `<text${look} textLength="${widthOf(cells)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(text)}</text>`;
}

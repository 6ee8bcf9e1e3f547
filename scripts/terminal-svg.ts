import type { IBufferCell, Terminal } from '@xterm/headless';

const cellWidth = 8.4;
const cellHeight = 17;
const margin = 10;

/** What a terminal's own theme decides, as GitHub's dark and light ones do: its colours and the 16 basic ones. */
const terminals = {
  dark: {
    background: '#0d1117',
    foreground: '#c9d1d9',
    basic: [
      ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
      ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
    ],
  },
  light: {
    background: '#ffffff',
    foreground: '#1f2328',
    basic: [
      ...['#24292f', '#cf222e', '#116329', '#4d2d00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
      ...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
    ],
  },
} as const;

export type TerminalLook = keyof typeof terminals;

/** A terminal's screen as an SVG picture: one `<text>` a run of cells that look alike, each put at its own column. */
export function svgOf(screen: Terminal, look: TerminalLook = 'dark'): string {
  const width = Math.ceil(screen.cols * cellWidth + 2 * margin);
  const height = screen.rows * cellHeight + 2 * margin;
  const parts: string[] = [];
  for (let row = 0; row < screen.rows; row++) {
    for (const run of runsOf(screen, row, look)) parts.push(drawn(run, row));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<style>text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}.b{font-weight:700}</style>',
    `<rect width="100%" height="100%" rx="6" fill="${terminals[look].background}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

interface Run {
  column: number;
  text: string;
  isBraille: boolean;
  cells: number;
  color: string;
  fill: string | null;
  isBold: boolean;
  opacity: number;
}

function runsOf(screen: Terminal, row: number, look: TerminalLook): Run[] {
  const line = screen.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; line && column < screen.cols; column++) {
    const cell = line.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const style = styleOf(cell, look);
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    // A viewer may draw them in another font: stretched together with box lines, they would move those.
    const isBraille = text === ' ' ? runs.at(-1)?.isBraille === true : /[\u2800-\u28ff]/.test(text);
    const isSame =
      last &&
      last.isBraille === isBraille &&
      last.color === style.color &&
      last.fill === style.fill &&
      last.isBold === style.isBold &&
      last.opacity === style.opacity;
    if (isSame) {
      last.text += text;
      last.cells += 1;
    } else runs.push({ column, text, isBraille, cells: 1, ...style });
  }
  return runs;
}

function styleOf(cell: IBufferCell, look: TerminalLook) {
  const { background, foreground, basic } = terminals[look];
  let color = cell.isFgDefault() ? foreground : colorOf(cell.isFgRGB(), cell.getFgColor(), basic);
  let fill = cell.isBgDefault() ? null : colorOf(cell.isBgRGB(), cell.getBgColor(), basic);
  if (cell.isInverse()) [color, fill] = [fill ?? background, color];
  return { color, fill, isBold: cell.isBold() !== 0, opacity: cell.isDim() ? 0.6 : 1 };
}

function colorOf(isRgb: boolean, value: number, basic: readonly string[]): string {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (value < 16) return basic[value]!;
  if (value >= 232) {
    const gray = (8 + (value - 232) * 10).toString(16).padStart(2, '0');
    return `#${gray}${gray}${gray}`;
  }
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40).toString(16).padStart(2, '0');
  const cube = value - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

function drawn({ column, text, cells, color, fill, isBold, opacity }: Run, row: number): string {
  const x = (margin + column * cellWidth).toFixed(1);
  const y = margin + row * cellHeight;
  const width = (cells * cellWidth).toFixed(1);
  const box = fill ? `<rect x="${x}" y="${y}" width="${width}" height="${cellHeight}" fill="${fill}"/>` : '';
  if (text.trim() === '') return box;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const dim = opacity === 1 ? '' : ` opacity="${opacity}"`;
  const bold = isBold ? ' class="b"' : '';
  // The length is said, so that a viewer's other font does not move the columns.
  return `${box}<text${bold} x="${x}" y="${y + 13}" fill="${color}"${dim} textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped}</text>`;
}

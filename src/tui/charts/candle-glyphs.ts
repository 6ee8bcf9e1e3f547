import type { Cell } from '../render/cells.ts';
import type { Look } from '../theme/painter.ts';
import type { Candle } from './candles.ts';

/** Half cells counted from the top of the chart. */
interface HalfCells {
  high: number;
  low: number;
  bodyTop: number;
  bodyBottom: number;
}

/** Part of a candle in half a cell. */
type Half = 'body' | 'wick' | 'none';

const halfAt = (at: number, { high, low, bodyTop, bodyBottom }: HalfCells): Half => {
  if (at >= bodyTop && at <= bodyBottom) return 'body';
  return at >= high && at <= low ? 'wick' : 'none';
};

/** Upper half, then lower half: one cell wide, so that neighbours stay apart without a gap. */
const thin: Record<Half, Record<Half, string>> = {
  body: { body: '┃', wick: '╿', none: '╹' },
  wick: { body: '╽', wick: '│', none: '╵' },
  none: { body: '╻', wick: '╷', none: ' ' },
};

const wick: Record<Half, Record<Half, string>> = {
  body: { body: ' ', wick: '╷', none: ' ' },
  wick: { body: '╵', wick: '│', none: '╵' },
  none: { body: ' ', wick: '╷', none: ' ' },
};

interface Bodies {
  full: string;
  upper: string;
  lower: string;
}

/** Bodies by the cells from one candle to the next: a gap of at least half a cell stays on each side. */
function bodiesOf(pitch: number): Bodies {
  if (pitch === 3) return { full: '▐█▌', upper: '▝▀▘', lower: '▗▄▖' };
  const cells = pitch <= 3 ? 1 : pitch - (pitch % 2 === 0 ? 1 : 2);
  return { full: '█'.repeat(cells), upper: '▀'.repeat(cells), lower: '▄'.repeat(cells) };
}

/** The characters of a candle's body in one row; `null` leaves a cell as it is. */
type Glyphs = readonly (string | null)[];

const centred = (glyph: string, cells: number): Glyphs =>
  Array.from({ length: cells }, (_, cell) => (cell === (cells - 1) / 2 ? glyph : null));

function filledRow(upper: Half, lower: Half, pitch: number): Glyphs {
  if (pitch === 1) return [thin[upper][lower]];
  const bodies = bodiesOf(pitch);
  if (upper !== 'body' && lower !== 'body') return centred(wick[upper][lower], bodies.full.length);
  if (upper === 'body') return [...(lower === 'body' ? bodies.full : bodies.upper)];
  return [...bodies.lower];
}

/** An outline as wide as the filled body would be, or a double line where that is one cell. */
function hollowRow(row: number, halves: HalfCells, pitch: number): Glyphs {
  const upper = halfAt(row * 2, halves);
  const lower = halfAt(row * 2 + 1, halves);
  const cells = bodiesOf(pitch).full.length;
  if (upper !== 'body' && lower !== 'body') return centred(wick[upper][lower], cells);
  if (cells === 1) return ['║'];
  const isTop = row === halves.bodyTop >> 1;
  const isBottom = row === halves.bodyBottom >> 1;
  const inside = (glyph: string, middle: string) =>
    Array.from({ length: cells - 2 }, (_, cell) => (cell === (cells - 3) / 2 ? middle : glyph));
  if (isTop && isBottom) return ['├', ...inside('─', '─'), '┤'];
  if (isTop) return ['┌', ...inside('─', halves.high >> 1 < row ? '┴' : '─'), '┐'];
  if (isBottom) return ['└', ...inside('─', halves.low >> 1 > row ? '┬' : '─'), '┘'];
  return ['│', ...inside(' ', ' '), '│'];
}

function asciiRow(upper: Half, lower: Half, pitch: number, isHollow: boolean): Glyphs {
  const cells = pitch === 3 ? 1 : bodiesOf(pitch).full.length;
  if (upper === 'body' || lower === 'body') return new Array<string>(cells).fill(isHollow ? 'O' : '#');
  return centred(upper === 'none' && lower === 'none' ? ' ' : '|', cells);
}

/** Where candles are drawn in the cells of a chart. */
export interface CandlePlace {
  /** Column of the first candle. */
  left: number;
  pitch: number;
  /** Rows that candles may be drawn in, from the top. */
  rows: number;
  /** Half cells from the top for a price. */
  halfOf: (price: number) => number;
}

/** Columns of one candle's body. */
export function bodyColumns(
  index: number,
  { left, pitch }: Pick<CandlePlace, 'left' | 'pitch'>,
  isAscii: boolean,
) {
  const cells = isAscii && pitch === 3 ? 1 : bodiesOf(pitch).full.length;
  return { from: left + index * pitch + Math.floor((pitch - cells) / 2), cells };
}

/**
 * Draws candles over what is there: bodies to half a cell, thin wicks, nothing in the gaps. Without colours, a candle
 * that rose is hollow and one that fell is filled.
 */
export function drawCandles(
  rows: Cell[][],
  candles: readonly (Candle | null)[],
  place: CandlePlace,
  look: Look,
): void {
  for (const [index, candle] of candles.entries()) {
    if (!candle) continue;
    const { open, high, low, close } = candle;
    const hasRisen = close >= open;
    const halves: HalfCells = {
      high: place.halfOf(high),
      low: place.halfOf(low),
      bodyTop: place.halfOf(Math.max(open, close)),
      bodyBottom: place.halfOf(Math.min(open, close)),
    };
    const isHollow = !look.hasColors && hasRisen;
    const { from } = bodyColumns(index, place, look.isAscii);
    for (let row = Math.max(0, halves.high >> 1); row <= Math.min(place.rows - 1, halves.low >> 1); row++) {
      const upper = halfAt(row * 2, halves);
      const lower = halfAt(row * 2 + 1, halves);
      const glyphs = look.isAscii
        ? asciiRow(upper, lower, place.pitch, isHollow)
        : isHollow
          ? hollowRow(row, halves, place.pitch)
          : filledRow(upper, lower, place.pitch);
      for (const [cell, glyph] of glyphs.entries()) {
        const behind = rows[row]?.[from + cell];
        if (glyph === null || (glyph === ' ' && !isHollow) || !behind) continue;
        rows[row]![from + cell] = { ...behind, character: glyph, token: hasRisen ? 'up' : 'down' };
      }
    }
  }
}

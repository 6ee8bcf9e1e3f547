import type { Token } from '../theme/tokens.ts';
import type { Line } from './line.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The last `width` values as bars of one cell each, on the left filled with blanks when there are fewer. The lowest bar
 * stands for `floor`; a value at the floor is drawn as the lowest bar, so that it differs from "no value".
 */
export function sparkline(values: readonly number[], width: number, floor = 0): string {
  const shown = values.slice(Math.max(0, values.length - width));
  const span = Math.max(...shown, floor) - floor;
  const cells = shown.map((value) => {
    const share = span > 0 ? (value - floor) / span : 0;
    return bars[Math.min(bars.length - 1, Math.max(0, Math.round(share * (bars.length - 1))))]!;
  });
  return ' '.repeat(Math.max(0, width - cells.length)) + cells.join('');
}

/** One bar a cell from the lowest value to the highest, blank where there is none; one value alone is in the middle. */
export function sparkCells(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const share = span > 0 ? (value - low) / span : 0.4;
      return bars[Math.round(share * (bars.length - 1))]!;
    })
    .join('');
}

/** A bar of `width` cells filled by `share` (0–1, beyond is cut). Anything above nothing shows at least one cell. */
export function gauge(share: number, width: number, token: Token): Line {
  const clean = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const filled = clean > 0 ? Math.max(1, Math.round(clean * width)) : 0;
  return [
    ['━'.repeat(filled), token],
    ['─'.repeat(width - filled), 'faint'],
  ];
}

/** A line of `width` cells with a mark where `value` lies between `low` and `high`. */
export function positionBar(value: number, low: number, high: number, width: number, token: Token): Line {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  const at = Math.round(share * (width - 1));
  return [
    ['─'.repeat(at), 'faint'],
    ['●', token],
    ['─'.repeat(width - 1 - at), 'faint'],
  ];
}

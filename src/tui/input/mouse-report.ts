/** What a mouse did, in cells from the top left, which is 0, 0. */
export interface MouseReport {
  /** `drag`: it moved with its first button held. */
  kind: 'click' | 'drag' | 'release' | 'wheel-up' | 'wheel-down';
  column: number;
  row: number;
}

/**
 * Presses, releases and the wheel (1000), movement while a button is held (1002, which some terminals lack), in numbers of any
 * size (1006); source: xterm's control sequences.
 */
export const mouseOn = '\u001b[?1000h\u001b[?1002h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1002l\u001b[?1000l';

const report = /^\u001b\[<(\d{1,3});(\d{1,4});(\d{1,4})([Mm])$/;
const modifiers = 4 + 8 + 16;
const kinds: Record<string, MouseReport['kind']> = {
  '0M': 'click',
  '0m': 'release',
  '32M': 'drag',
  '64M': 'wheel-up',
  '65M': 'wheel-down',
};

/** Reads one whole report; `null` for other sequences, and for other buttons and movement without one. */
export function parseMouseReport(sequence: string): MouseReport | null {
  const [, button, x, y, final] = report.exec(sequence) ?? [];
  const kind = kinds[`${Number(button) & ~modifiers}${final}`];
  const [column, row] = [Number(x) - 1, Number(y) - 1];
  if (!kind || column < 0 || row < 0) return null;
  return { kind, column, row };
}

import type { Line } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';

/** Requests a minute: those used, kept back and allowed. */
export interface BudgetShares {
  used: number;
  /** Kept back for the user, at the far end. */
  reserve: number;
  allowed: number;
}

const blocks = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** One line of `width` cells: what is used in `token`, to an eighth of a cell, then what is free, then the reserve. */
export function budgetGauge({ used, reserve, allowed }: BudgetShares, width: number, token: Token): Line {
  const shareOf = (calls: number) => Math.min(1, Math.max(0, calls / Math.max(1, allowed)));
  // Any use shows at least an eighth of a cell.
  const eighths = Math.max(used > 0 ? 1 : 0, Math.round(shareOf(used) * width * 8));
  const bar = '█'.repeat(Math.floor(eighths / 8)) + blocks[eighths % 8]!;
  const kept = Math.min(width - bar.length, Math.round(shareOf(reserve) * width));
  return [
    [bar, token],
    ['─'.repeat(width - bar.length - kept), 'faint'],
    ['╌'.repeat(kept), 'warning'],
  ];
}

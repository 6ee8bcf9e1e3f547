import type { OptionQuote } from '../../../market/quotes/chain.ts';
import type { StrikeRow } from '../../state/chain/chain-slice.ts';
import type { Background } from '../../theme/tokens.ts';

/** The lowest warm and the lowest hot value; 0 where there is nothing to compare. */
interface Thresholds {
  low: number;
  high: number;
}

/** The thresholds of a chain for its volume and open interest. */
export interface Heat {
  volume: Thresholds;
  openInterest: Thresholds;
}

/** Shares of the largest value of the chain: a few strikes hold most of it. */
const warm = 0.25;
const hot = 0.6;

/** High volume and high open interest, compared with the whole chain, calls and puts together. */
export function heatOf(strikes: readonly StrikeRow[]): Heat {
  const thresholds = (field: 'volume' | 'openInterest'): Thresholds => {
    const max = strikes.reduce(
      (largest, { call, put }) => Math.max(largest, call?.[field] ?? 0, put?.[field] ?? 0),
      0,
    );
    return { low: max * warm, high: max * hot };
  };
  return { volume: thresholds('volume'), openInterest: thresholds('openInterest') };
}

const fieldOf: Record<string, keyof Heat> = { volume: 'volume', 'open-interest': 'openInterest' };

/** The background of a cell of that column; `null` for an ordinary value. */
export function heatOfCell(heat: Heat, column: string, contract: OptionQuote | null): Background | null {
  const field = fieldOf[column];
  if (field === undefined || !contract) return null;
  const value = contract[field] ?? 0;
  const { low, high } = heat[field];
  if (value <= 0 || value < low) return null;
  return value >= high ? 'heatHigh' : 'heatLow';
}

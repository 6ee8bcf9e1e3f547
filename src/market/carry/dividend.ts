import { isDate } from '../calendar/new-york-time.ts';
import { isIndexTicker } from '../symbols/roots.ts';
import { underlyingPattern } from '../symbols/ticker.ts';

/** Cash that a share pays to who holds it when the session before the ex-date ends. */
export interface Dividend {
  symbol: string;
  /** First date (`YYYY-MM-DD`) of trades without it. */
  exDate: string;
  /** Dollars a share. */
  amount: number;
  /** Whether date and amount are expected and not announced. */
  isEstimated: boolean;
  source: string;
}

const amountPattern = /^\d{1,3}(?:\.\d{1,6})?$/;
const expected =
  'expected a symbol, its ex-dividend date and dollars a share, such as `SPY 2026-12-18 1.95`; 0 for none';

/** A dividend as a person writes it: `SPY 2026-12-18 1.95`. The problem is for people. */
export function readDividend(text: string): { dividend: Dividend } | { problem: string } {
  const [symbol = '', exDate = '', amount = '', ...rest] = text.trim().split(/\s+/);
  const isShare = underlyingPattern.test(symbol) && !isIndexTicker(symbol);
  if (rest.length > 0 || !isShare || !isDate(exDate) || !amountPattern.test(amount)) {
    return { problem: isIndexTicker(symbol) ? `${symbol} is an index, which pays no dividend` : expected };
  }
  const source = 'the settings';
  return { dividend: { symbol, exDate, amount: Number(amount), isEstimated: false, source } };
}

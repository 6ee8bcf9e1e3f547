import { formatOptionSymbol, type OptionSymbolParts, parseOptionSymbol } from './option-symbol.ts';

/** What can be asked about by name: a stock, or one contract on it by its compact symbol. */
export type Ticker =
  | { kind: 'stock'; symbol: string }
  | { kind: 'option'; symbol: string; parts: OptionSymbolParts };

const stockPattern = /^[A-Z][A-Z.]{0,9}$/;

/** Reads a stock's symbol or a contract's in any of its forms, strictly; the reason of a refusal is for people. */
export function readTicker(
  text: string,
): { isValid: true; ticker: Ticker } | { isValid: false; reason: string } {
  if (stockPattern.test(text)) return { isValid: true, ticker: { kind: 'stock', symbol: text } };
  const option = parseOptionSymbol(text);
  if (!option.isValid) return option;
  const symbol = formatOptionSymbol(option.parts, 'compact');
  return { isValid: true, ticker: { kind: 'option', symbol, parts: option.parts } };
}

/** Root of a ticker's option symbols, which have no dot: BRK.B's begin with BRKB. */
export function rootOf(ticker: string): string {
  return ticker.replaceAll('.', '');
}

/** Share classes with options: their roots do not say where the dot was. */
const dotted: readonly string[] = ['BF.B', 'BRK.B', 'HEI.A', 'LEN.B', 'MOG.A'];

/**
 * Ticker of what a contract's root stands for: adjusted, mini and FLEX contracts add a digit to it, and the dot of a
 * ticker is found again among the `known` ones and the usual ones.
 */
export function underlyingOfRoot(root: string, known: readonly string[] = []): string {
  const letters = root.replace(/\d+$/, '') || root;
  return [...known, ...dotted].find((ticker) => rootOf(ticker) === letters) ?? letters;
}

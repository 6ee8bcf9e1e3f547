import { formatOptionSymbol, type OptionSymbolParts, parseOptionSymbol } from './option-symbol.ts';
import { isIndexTicker, rootOf } from './roots.ts';

/** What can be asked about by name: a stock, an index, or one contract on either by its compact symbol. */
export type Ticker =
  | { kind: 'stock'; symbol: string }
  | { kind: 'index'; symbol: string }
  | { kind: 'option'; symbol: string; parts: OptionSymbolParts };

/**
 * What can be watched and recorded: a stock's symbol (`SPY`, `BRK.B`) or an index's with the vendor's prefix (`I:SPX`), of
 * at most 10 characters. The CHECK of every column that holds one says the same.
 */
export const underlyingPattern = /^(?:[A-Z][A-Z.]{0,9}|I:[A-Z][A-Z0-9]{0,7})$/;

/** Reads the symbol of a stock, of an index, or of a contract in any of its forms, strictly; the reason of a refusal is for people. */
export function readTicker(
  text: string,
): { isValid: true; ticker: Ticker } | { isValid: false; reason: string } {
  if (underlyingPattern.test(text)) {
    return { isValid: true, ticker: { kind: isIndexTicker(text) ? 'index' : 'stock', symbol: text } };
  }
  const option = parseOptionSymbol(text);
  if (!option.isValid) return option;
  const symbol = formatOptionSymbol(option.parts, 'compact');
  return { isValid: true, ticker: { kind: 'option', symbol, parts: option.parts } };
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

import { SpyglassError } from '../../base/errors.ts';
import { readTicker, underlyingPattern } from '../../market/symbols/ticker.ts';

/** The flag that names a symbol; the same as the argument of commands that have one. */
export interface SymbolFlag {
  symbol?: string;
}

/**
 * The symbol that a command is asked about, by its argument or by `--symbol`; `null` where neither is given.
 * @param read the symbol of a text, or why it is none
 * @throws SpyglassError `usage`, also where the two are given and differ
 */
export function symbolGiven(
  { symbol }: SymbolFlag,
  argument?: string,
  read: (text: string) => string = readUnderlying,
): string | null {
  const [flagged, named] = [symbol, argument].map((text) => (text === undefined ? null : read(text)));
  if (flagged != null && named != null && flagged !== named) {
    throw new SpyglassError('usage', `Two symbols are given: ${named} and --symbol ${flagged}.`, {
      hint: 'Give one of them.',
    });
  }
  return named ?? flagged ?? null;
}

/** A stock's symbol or an index's. @throws SpyglassError `usage` */
function readUnderlying(text: string): string {
  const symbol = text.toUpperCase();
  if (underlyingPattern.test(symbol)) return symbol;
  throw new SpyglassError(
    'usage',
    `${JSON.stringify(text)} is not a symbol: expected letters such as SPY, or I:SPX for an index.`,
  );
}

/** The same, or a contract's. @throws SpyglassError `usage` */
export function readAnyTicker(text: string): string {
  const read = readTicker(text.toUpperCase());
  if (read.isValid) return read.ticker.symbol;
  throw new SpyglassError('usage', `${JSON.stringify(text)} is no symbol: ${read.reason}.`, {
    hint: 'Expected a stock such as SPY, or a contract such as SPY261127C00660000.',
  });
}

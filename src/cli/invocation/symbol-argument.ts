import { SpyglassError } from '../../base/errors.ts';
import { underlyingPattern } from '../../market/symbols/ticker.ts';

/** @throws SpyglassError `usage` */
export function symbolArgument(text: string | undefined): string | null {
  if (text === undefined) return null;
  const symbol = text.toUpperCase();
  if (!underlyingPattern.test(symbol)) {
    throw new SpyglassError(
      'usage',
      `${JSON.stringify(text)} is not a symbol: expected letters such as SPY, or I:SPX for an index.`,
    );
  }
  return symbol;
}

import { SpyglassError } from '../../base/errors.ts';

/** @throws SpyglassError `usage` */
export function symbolArgument(text: string | undefined): string | null {
  if (text === undefined) return null;
  const symbol = text.toUpperCase();
  if (!/^[A-Z][A-Z.]{0,9}$/.test(symbol)) {
    throw new SpyglassError(
      'usage',
      `${JSON.stringify(text)} is not a symbol: expected letters, such as SPY.`,
    );
  }
  return symbol;
}

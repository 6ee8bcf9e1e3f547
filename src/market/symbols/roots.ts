/** What the vendor puts before the symbol of an index: `I:SPX`. */
const indexPrefix = 'I:';

/** Whether a ticker is an index's, which has a value and neither quotes nor volume. */
export function isIndexTicker(ticker: string): boolean {
  return ticker.startsWith(indexPrefix);
}

/** What a ticker's option symbols begin with: without its dot (BRK.B's begin with BRKB), and without the `I:` of an index. */
export function rootOf(ticker: string): string {
  return isIndexTicker(ticker) ? ticker.slice(indexPrefix.length) : ticker.replaceAll('.', '');
}

/**
 * What may follow `rootOf` in a root. Of a share: the digit of an adjusted series (`SPY1`). Of an index: the letter of its
 * other series (SPXW, RUTW, VIXW, NDXP), as the exchanges name them. The CHECK of `option_contracts` is made of this, too.
 */
export const rootEndings = { share: '0123456789', index: 'WP' } as const;

/** Every root that contracts on an underlying may have; the shortest first. */
export function fittingRoots(underlying: string): string[] {
  const stem = rootOf(underlying);
  const endings = isIndexTicker(underlying) ? rootEndings.index : rootEndings.share;
  return [stem, ...[...endings].map((ending) => stem + ending)];
}

/** Whether contracts of a root may be on an underlying. Which of them are listed, the product says. */
export function fitsUnderlying(root: string, underlying: string): boolean {
  return fittingRoots(underlying).includes(root);
}

/** Root of a compact option symbol: all but date, type and strike. */
export function rootOfSymbol(symbol: string): string {
  return symbol.slice(0, -symbolTailLength);
}

/** Characters of date, type and strike at the end of an option symbol. */
export const symbolTailLength = 15;

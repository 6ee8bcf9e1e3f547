import { isIndexTicker, rootOf } from '../symbols/roots.ts';
import type { Product, ProductChange } from './product.ts';
import { kindTerms, productTable } from './product-table.ts';

/** What products are as of: the calendar holds the changes that the settings add. */
export interface ProductRules {
  readonly productChanges: readonly ProductChange[];
}

/**
 * The product that an underlying's options are, by the table and by the changes of the settings, which come after the
 * table's of the same date. What nothing is known of is a stock, or an index by its `I:`.
 */
export function productOf(underlying: string, date: string, { productChanges }: ProductRules): Product {
  const { terms, changes } = changesOf(underlying, productChanges);
  let product: Product = terms;
  for (const { from, terms: changed } of changes) {
    if (from > date) break;
    // A kind brings its own terms along.
    const ofKind = changed.kind && changed.kind !== product.kind ? kindTerms[changed.kind] : {};
    product = { ...product, ...ofKind, ...changed };
  }
  return product;
}

/** Roots of an underlying's contracts of an expiration, without those of adjusted ones. */
export function rootsOf(underlying: string, expiration: string, rules: ProductRules): string[] {
  return productOf(underlying, expiration, rules).series.map(({ root }) => root);
}

interface Known {
  terms: Product;
  /** Oldest first. */
  changes: readonly ProductChange[];
}

const remembered = new WeakMap<readonly ProductChange[], Map<string, Known>>();

function changesOf(underlying: string, added: readonly ProductChange[]): Known {
  const known = remembered.get(added) ?? new Map<string, Known>();
  remembered.set(added, known);
  let found = known.get(underlying);
  if (!found) {
    const kind = isIndexTicker(underlying) ? 'index' : 'stock';
    const series = [{ root: rootOf(underlying), settlement: 'pm' }] as const;
    const changes = [...productTable, ...added]
      .filter(({ underlyings }) => underlyings.includes(underlying))
      .sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
    found = { terms: { underlying, series, ...kindTerms[kind] }, changes };
    known.set(underlying, found);
  }
  return found;
}

const indexRoots: ReadonlyMap<string, string> = new Map(
  productTable.flatMap(({ underlyings, terms: { series = [] } }) =>
    underlyings.flatMap((underlying) => series.map(({ root }) => [root, underlying] as const)),
  ),
);

/** The index whose options have this root; `null` for a root of no index in the table. */
export function indexOfRoot(root: string): string | null {
  return indexRoots.get(root) ?? null;
}

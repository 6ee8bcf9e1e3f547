import { rootOfSymbol } from '../symbols/roots.ts';
import type { OptionType } from './chain.ts';

/** Call and put of one strike and root; `null` where the chain has only the other one. */
export interface StrikePair<T> {
  strike: number;
  /** Tells the series apart that a chain has of one strike on a third Friday: SPX and SPXW. */
  root: string;
  call: T | null;
  put: T | null;
}

/** What pairs are found by. Contracts without a symbol are of one root. */
interface Terms {
  symbol?: string;
  strike: number;
  optionType: OptionType;
}

/** Whether pairs are of more than one root, so that a strike alone does not name one. */
export function haveRoots(pairs: readonly Pick<StrikePair<unknown>, 'root'>[]): boolean {
  return pairs.some(({ root }) => root !== pairs[0]!.root);
}

/** The contracts of a chain by strike, lowest first, and by root. */
export function strikePairs<T extends Terms>(contracts: readonly T[]): StrikePair<T>[] {
  const pairs = new Map<string, StrikePair<T>>();
  for (const contract of contracts) {
    const { strike, symbol } = contract;
    const root = symbol === undefined ? '' : rootOfSymbol(symbol);
    const key = `${root} ${strike}`;
    let pair = pairs.get(key);
    if (!pair) {
      pair = { strike, root, call: null, put: null };
      pairs.set(key, pair);
    }
    pair[contract.optionType] = contract;
  }
  return [...pairs.values()].sort(
    (one, other) => one.strike - other.strike || (one.root < other.root ? -1 : one.root > other.root ? 1 : 0),
  );
}

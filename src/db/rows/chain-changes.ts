import { type Chain, inChainOrder, type OptionQuote, withoutValues } from '../../market/quotes/chain.ts';
import type { ContractRow, PollRow } from './contract-rows.ts';

/** What makes two states of a contract different. The rest is its identity. */
const compared = [
  'bid',
  'ask',
  'bidSize',
  'askSize',
  'last',
  'tradedAt',
  'previousClose',
  'volume',
  'openInterest',
  'impliedVolatility',
  'delta',
  'gamma',
  'theta',
  'vega',
  'greeksSource',
  'quotedAt',
  'sharesPerContract',
] as const satisfies (keyof OptionQuote)[];

function isSameState(one: OptionQuote, other: OptionQuote): boolean {
  for (const field of compared) if (one[field] !== other[field]) return false;
  return true;
}

/** What a poll writes. */
export interface ChainChanges {
  /** With the contracts that were refused counted as rejected. */
  poll: PollRow;
  /** Rows of contracts that the chain names. */
  named: ContractRow[];
  /** Rows of contracts that it does not name. */
  unnamed: ContractRow[];
  /** The contracts as they are from this poll on, by symbol. */
  state: Map<string, OptionQuote>;
  /** The contracts that have a row of this poll, by symbol. */
  changed: Map<string, OptionQuote>;
}

/**
 * The states of a poll that differ from those `before`, or all where it is the first of its trading day (`isWhole`): that
 * day can then be read without the days before it. A contract that is not in the chain is no longer listed, unless the
 * chain says that it is, or its row may be one that was rejected; it stays as it was then.
 * @param refused symbols whose rows broke a rule of the database: they stay as they were
 */
export function changesOf(
  chain: Chain,
  before: ReadonlyMap<string, OptionQuote>,
  isWhole: boolean,
  refused: ReadonlySet<string> = new Set(),
): ChainChanges {
  const { contracts, stillListed, ...answered } = chain;
  const poll = { ...answered, rejectedRows: chain.rejectedRows + refused.size };
  const state = new Map<string, OptionQuote>();
  const changed = new Map<string, OptionQuote>();
  for (const contract of contracts) {
    const { symbol } = contract;
    if (refused.has(symbol)) continue;
    const known = before.get(symbol);
    // A vendor's overlapping pages can name a contract twice: the last one counts, as in the map.
    const isKnown = known !== undefined && !changed.has(symbol) && isSameState(known, contract);
    if (isWhole || !isKnown) changed.set(symbol, contract);
    state.set(symbol, contract);
  }
  const named = [...changed.values()].map((contract) => ({ poll, contract, isListed: true }));

  const unnamed: ContractRow[] = [];
  const staying = stillListed && new Set(stillListed);
  for (const [symbol, contract] of before) {
    if (state.has(symbol)) continue;
    // Whose the rejected rows were is not known of every chain: then any of the missing ones may be meant.
    const stays = staying?.has(symbol) ?? chain.rejectedRows > 0;
    if (stays || refused.has(symbol)) {
      state.set(symbol, contract);
      if (!isWhole) continue;
      unnamed.push({ poll, contract, isListed: true });
    } else {
      unnamed.push({ poll, contract: withoutValues(contract), isListed: false });
    }
    changed.set(symbol, contract);
  }
  return { poll, named, unnamed, state, changed };
}

/**
 * A row holds until the contract's next one, so what a poll in between changed must be put back at the poll that follows,
 * unless that has a row of its own.
 * @param after the state at the poll that follows before anything was changed
 */
export function rowsToPutBack(
  next: PollRow,
  after: ReadonlyMap<string, OptionQuote>,
  changed: ReadonlyMap<string, OptionQuote>,
): ContractRow[] {
  return [...changed].map(([symbol, written]) => {
    const contract = after.get(symbol);
    return { poll: next, contract: contract ?? withoutValues(written), isListed: contract !== undefined };
  });
}

/** How a poll is called that found so many contracts. */
export function pollStatus({ rejectedRows }: PollRow, contracts: number): 'partial' | 'empty' | 'complete' {
  if (rejectedRows > 0) return 'partial';
  return contracts === 0 ? 'empty' : 'complete';
}

/**
 * What a poll stored, put into the contracts of the poll before it: those that changed or appeared, and `null` for those that
 * are missing from then on.
 */
export function contractsAfter(
  before: readonly OptionQuote[],
  stored: ReadonlyMap<string, OptionQuote | null>,
): OptionQuote[] {
  const changed = new Map(stored);
  const contracts: OptionQuote[] = [];
  for (const contract of before) {
    const now = changed.get(contract.symbol);
    if (now === undefined) contracts.push(contract);
    else if (now) contracts.push(now);
    changed.delete(contract.symbol);
  }
  const added = [...changed.values()].filter((contract) => contract !== null);
  return added.length > 0 ? [...contracts, ...added].sort(inChainOrder) : contracts;
}

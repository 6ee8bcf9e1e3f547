import type { OptionType } from '../../../../market/quotes/chain.ts';
import {
  formatOptionSymbol,
  type OptionSymbolParts,
  parseOptionSymbol,
} from '../../../../market/symbols/option-symbol.ts';
import { type ProductRules, rootsOf } from '../../../../market/products/products.ts';

/** What a row says of the contract that it is about. */
export interface ContractTerms {
  ticker: string;
  expiration: string;
  strike: number;
  /** `null` where it is left to the ticker. */
  optionType: string | null;
}

/**
 * What a row turns out to be: one of the contracts asked for; an adjusted contract, which delivers something else than
 * 100 shares of the underlying and is left out on purpose; or neither, for the reason given.
 */
export type ContractIdentity =
  | { kind: 'listed'; symbol: string; parts: OptionSymbolParts & { optionType: OptionType } }
  | { kind: 'adjusted' }
  | { kind: 'rejected'; reason: string };

const rejected = (reason: string): ContractIdentity => ({ kind: 'rejected', reason });

/** Contracts that are asked for, and the products that say which roots they have. */
export interface AskedContracts extends ProductRules {
  underlying: string;
  /** `YYYY-MM-DD`. */
  expiration: string;
}

/** Holds a row's ticker against its own terms and against what was asked for. */
export function identify(
  { ticker, expiration, strike, optionType }: ContractTerms,
  asked: AskedContracts,
): ContractIdentity {
  const roots = rootsOf(asked.underlying, asked.expiration, asked);
  const symbol = parseOptionSymbol(ticker);
  if (!symbol.isValid) return rejected(`symbol: ${symbol.reason}`);
  const { parts } = symbol;
  const isAdjusted = roots.some((root) => isAdjustedRoot(parts.root, root));
  if (!roots.includes(parts.root) && !isAdjusted)
    return rejected(`symbol: its root ${parts.root} is not ${roots.join(' or ')}`);
  if (parts.expiration !== expiration) return rejected('symbol and expiration disagree');
  const isOtherType = optionType !== null && optionType !== parts.optionType;
  // The vendor calls some adjusted contracts neither a call nor a put.
  if (isOtherType && !(isAdjusted && optionType === 'other'))
    return rejected('symbol and contract type disagree');
  if (parts.strikeMills !== Math.round(strike * 1000)) return rejected('symbol and strike disagree');
  if (expiration !== asked.expiration) return rejected('another expiration than asked for');
  if (isAdjusted) return { kind: 'adjusted' };
  return { kind: 'listed', symbol: formatOptionSymbol(parts, 'compact'), parts };
}

/** Adjusted, mini and FLEX contracts have the underlying's root with a digit at one of its ends. */
function isAdjustedRoot(root: string, standard: string): boolean {
  return root.length === standard.length + 1 && /\d/.test(root) && root.replace(/^\d|\d$/, '') === standard;
}

/** The terms of a raw row of the chain snapshot, as far as they are readable; `null` where they are not. */
export function termsOfChainRow(raw: unknown): ContractTerms | null {
  const details = (raw as { details?: { contract_type?: unknown } | null } | null)?.details;
  const terms = termsOf(details);
  const type = details?.contract_type;
  return terms && { ...terms, optionType: typeof type === 'string' ? type : null };
}

/** The same of a raw row of the contracts reference, whose ticker says the type. */
export function termsOf(raw: unknown): ContractTerms | null {
  const {
    ticker,
    expiration_date: expiration,
    strike_price: strike,
  } = (raw ?? {}) as Record<string, unknown>;
  if (typeof ticker !== 'string' || typeof expiration !== 'string' || typeof strike !== 'number') return null;
  return { ticker, expiration, strike, optionType: null };
}

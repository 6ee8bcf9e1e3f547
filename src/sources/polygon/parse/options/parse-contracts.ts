import * as z from 'zod';
import { inChainOrder, type OptionQuote, withoutValues } from '../../../../market/quotes/chain.ts';
import { rootOf } from '../../../../market/symbols/roots.ts';
import { type AskedContracts, identify, termsOf } from './contract-identity.ts';
import { type ParsedRows, parseRows, problemOf } from '../fields.ts';

const contractRow = z.looseObject({
  ticker: z.string(),
  expiration_date: z.string(),
  strike_price: z.number().positive(),
  underlying_ticker: z.string().nullish(),
});

/** The listed contracts of one expiration, without quotes. */
export interface ParsedContracts extends ParsedRows<OptionQuote> {
  /** Rows of adjusted contracts, which are left out on purpose. */
  adjustedRows: number;
}

/**
 * Rows of the contracts reference as contracts that have a strike and nothing else: all that plans without option data
 * give of a chain. Sorted by strike, calls first.
 */
export function parseContractRows(rows: readonly unknown[], asked: AskedContracts): ParsedContracts {
  const { underlying } = asked;
  let adjustedRows = 0;
  const parsed = parseRows<OptionQuote>(rows, (raw) => {
    const row = contractRow.safeParse(raw);
    if (!row.success) return { rejected: problemOf(row.error) };
    const { underlying_ticker: of, strike_price: strike } = row.data;
    if (of && rootOf(of) !== rootOf(underlying)) return { rejected: 'another underlying than asked for' };
    const terms = termsOf(raw);
    const identity = terms && identify(terms, asked);
    if (identity?.kind === 'adjusted') {
      adjustedRows += 1;
      return null;
    }
    if (identity?.kind !== 'listed') return { rejected: identity?.reason ?? 'row of an unknown shape' };
    const { symbol, parts } = identity;
    return { value: withoutValues({ symbol, strike, optionType: parts.optionType }), rejected: null };
  });
  parsed.rows.sort(inChainOrder);
  return { ...parsed, adjustedRows };
}

/** The same for a raw row of the reference as `contractOf` for one of a chain. */
export function referencedContractOf(raw: unknown): string | null {
  const {
    ticker,
    expiration_date: expiration,
    strike_price: strike,
  } = (raw ?? {}) as Record<string, unknown>;
  return typeof ticker === 'string' ? `${ticker} ${expiration} ${strike}` : null;
}

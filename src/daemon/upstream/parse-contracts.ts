import * as z from 'zod';
import { type OptionQuote, withoutValues } from '../../market/chain.ts';
import { formatOptionSymbol, parseOptionSymbol } from '../../market/option-symbol.ts';
import { rootOf } from '../../market/ticker.ts';
import { type ParsedRows, parseRows, refusal } from './fields.ts';

const contractRow = z.looseObject({
  ticker: z.string(),
  expiration_date: z.string(),
  strike_price: z.number().positive(),
});

/**
 * Rows of the contracts reference as contracts that have a strike and nothing else: all that plans without option data
 * give of a chain. Sorted by strike, calls first.
 */
export function parseContractRows(
  rows: readonly unknown[],
  { underlying, expiration }: { underlying: string; expiration: string },
): ParsedRows<OptionQuote> {
  const parsed = parseRows<OptionQuote>(rows, (raw) => {
    const row = contractRow.safeParse(raw);
    if (!row.success) return { refused: refusal(row.error) };
    const symbol = parseOptionSymbol(row.data.ticker, { roots: [rootOf(underlying)] });
    if (!symbol.isValid) return { refused: `symbol: ${symbol.reason}` };
    const { optionType, strikeMills } = symbol.parts;
    if (symbol.parts.expiration !== row.data.expiration_date)
      return { refused: 'symbol and expiration disagree' };
    if (strikeMills !== Math.round(row.data.strike_price * 1000))
      return { refused: 'symbol and strike disagree' };
    if (symbol.parts.expiration !== expiration) return { refused: 'another expiration than asked for' };
    return {
      value: withoutValues({
        symbol: formatOptionSymbol(symbol.parts, 'compact'),
        strike: row.data.strike_price,
        optionType,
      }),
      refused: null,
    };
  });
  parsed.rows.sort((a, b) => a.strike - b.strike || a.optionType.localeCompare(b.optionType));
  return parsed;
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

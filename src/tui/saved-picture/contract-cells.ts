import { contractColumns } from '../../export/columns/chain-columns.ts';
import type { Cell } from '../../export/columns/column.ts';
import type { OptionQuote } from '../../market/quotes/chain.ts';

/** The columns of a contract of a chain on screen, all of whose contracts are listed; the order of `contractCells`. */
export const shownContractColumns = contractColumns.filter(({ name }) => name !== 'is_listed');

export function contractCells(option: OptionQuote): Cell[] {
  return [
    option.symbol,
    option.optionType,
    option.strike,
    option.bid,
    option.ask,
    option.bidSize,
    option.askSize,
    option.last,
    option.tradedAt,
    option.previousClose,
    option.volume,
    option.openInterest,
    option.impliedVolatility,
    option.delta,
    option.gamma,
    option.theta,
    option.vega,
    option.greeksSource,
    option.quotedAt,
    option.sharesPerContract,
  ];
}

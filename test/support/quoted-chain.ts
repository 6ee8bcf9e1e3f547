import { rates } from './assumptions.ts';
import { optionPrice } from '../../src/market/pricing/black-scholes.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import {
  type Chain,
  type OptionQuote,
  type OptionType,
  withoutValues,
} from '../../src/market/quotes/chain.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import { yearsToExpiry } from '../../src/market/pricing/years-to-expiry.ts';
import { strikeVolatility } from '../../src/simulator/market/volatility-surface.ts';

export const calendar = createCalendar();

export interface QuotedChainOptions {
  expiration?: string;
  /** When the quotes were made, and the chain polled: epoch ms. */
  at: number;
  spot: number;
  /** Annualized, as a fraction. */
  atTheMoney: number;
  /** Dollars either way. */
  reach?: number;
  /** Changes to a contract, given what it is truly worth. */
  change?: (contract: OptionQuote, value: number) => Partial<OptionQuote>;
}

/** Volatility of a strike of such a chain. */
export function volatilityOf(strike: number, options: QuotedChainOptions): number {
  const { at, spot, atTheMoney, expiration = '2026-11-23' } = options;
  const years = yearsToExpiry(at, calendar.sessionOn(expiration)!.optionClose)!;
  const forward = spot * Math.exp((rates.rate - rates.dividendYield) * years);
  return strikeVolatility(atTheMoney, forward, strike, years);
}

/**
 * A chain on the simulated market's smile, quoted in whole cents, a cent wide; nobody bids for what is worth less than
 * one. Without the vendor's greeks.
 */
export function quotedChain(options: QuotedChainOptions): Chain {
  const { at, spot, reach = 30, expiration = '2026-11-23', change = () => ({}) } = options;
  const years = yearsToExpiry(at, calendar.sessionOn(expiration)!.optionClose)!;
  const contracts: OptionQuote[] = [];
  for (let strike = Math.round(spot) - reach; strike <= Math.round(spot) + reach; strike++) {
    for (const optionType of ['call', 'put'] satisfies OptionType[]) {
      const volatility = volatilityOf(strike, options);
      const value = optionPrice({ optionType, spot, strike, years, volatility, ...rates })!;
      const parts = { root: 'SPY', expiration, optionType, strikeMills: strike * 1000 };
      const bid = Math.floor(value * 100 + 1e-9) / 100;
      const contract: OptionQuote = {
        ...withoutValues({ symbol: formatOptionSymbol(parts, 'compact'), strike, optionType }),
        bid: bid > 0 ? bid : null,
        ask: Math.round((bid + 0.01) * 100) / 100,
        volume: 1000,
        openInterest: strike % 5 === 0 ? 3000 : 500,
        quotedAt: at,
        sharesPerContract: 100,
      };
      contracts.push({ ...contract, ...change(contract, value) });
    }
  }
  return {
    ...{ underlying: 'SPY', expiration, contracts, timestamp: at, slotAt: null },
    ...{ underlyingPrice: spot, underlyingPriceSource: 'chain', underlyingPriceAt: at },
    ...{ tier: 'real-time', source: 'simulator', rejectedRows: 0, adjustedRows: 0 },
  };
}

/** An instant of the Monday that the chains expire on, or of another day. */
export const at = (time: string, date = '2026-11-23') => newYorkInstant(date, time);

export function contractOf({ contracts }: Chain, optionType: OptionType, strike: number): OptionQuote {
  const found = contracts.find((one) => one.optionType === optionType && one.strike === strike);
  if (!found) throw new Error(`no ${optionType} ${strike}`);
  return found;
}

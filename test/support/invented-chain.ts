import { rates } from './assumptions.ts';
import { optionPrice } from '../../src/market/pricing/black-scholes.ts';
import type { Chain, OptionQuote, OptionType } from '../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import type { Session } from '../../src/market/calendar/session.ts';

/** 400 contracts around a spot on a smile with put skew, quoted in cents, without the vendor's greeks. Of no real market. */
export function inventedChain(session: Session, at: number, spot: number): Chain {
  const middle = Math.round(spot);
  const contracts: OptionQuote[] = [];
  for (let strike = middle - 100; strike < middle + 100; strike++) {
    for (const optionType of ['call', 'put'] as const) {
      contracts.push(inventedContract(session, at, spot, strike, optionType));
    }
  }
  return {
    underlying: 'SPY',
    expiration: session.date,
    contracts,
    underlyingPrice: spot,
    underlyingPriceSource: 'chain',
    underlyingPriceAt: at,
    timestamp: at,
    slotAt: null,
    tier: 'unknown',
    source: 'simulator',
    rejectedRows: 0,
    adjustedRows: 0,
  };
}

function inventedContract(
  session: Session,
  at: number,
  spot: number,
  strike: number,
  optionType: OptionType,
): OptionQuote {
  const distance = (strike - spot) / spot;
  const volatility = 0.14 - 0.8 * distance + 25 * distance * distance;
  const years = (session.optionClose - at) / (365 * 86_400_000);
  const cents = Math.round(
    100 * (optionPrice({ optionType, spot, strike, years, volatility, ...rates }) ?? 0),
  );
  // Calls are held above the price and puts below it, so that the net has a flip.
  const away = optionType === 'call' ? strike - spot - 3 : spot - 3 - strike;
  const near = Math.exp(-Math.abs(away) / 8);
  return {
    symbol: formatOptionSymbol(
      { root: 'SPY', expiration: session.date, optionType, strikeMills: strike * 1000 },
      'compact',
    ),
    strike,
    optionType,
    bid: cents > 1 ? (cents - 1) / 100 : null,
    ask: (cents + 1) / 100,
    bidSize: null,
    askSize: null,
    last: null,
    tradedAt: null,
    previousClose: null,
    volume: Math.round(40_000 * near),
    openInterest: Math.round((strike % 5 === 0 ? 20_000 : 4000) * near),
    impliedVolatility: null,
    delta: null,
    gamma: null,
    theta: null,
    vega: null,
    greeksSource: null,
    quotedAt: at,
    sharesPerContract: 100,
  };
}

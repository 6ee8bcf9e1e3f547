import { optionGreeks, optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import type { Chain, OptionQuote, OptionType } from '../../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { SessionPriceLine } from '../../../src/protocol/state.ts';
import { close, open, optionClose, sampleDate, sampleNow } from './sample-times.ts';

export function sampleQuote(given: Partial<Quote> = {}): Quote {
  return {
    symbol: 'SPY',
    price: 671.2,
    priceKind: 'trade',
    bid: 671.19,
    ask: 671.21,
    quotedAt: sampleNow - 3000,
    dayOpen: 668.4,
    dayHigh: 672.8,
    dayLow: 667.31,
    previousClose: 667.75,
    volume: 54_321_987,
    vwap: 670.11,
    timestamp: sampleNow - 3000,
    receivedAt: sampleNow - 3000,
    slotAt: null,
    tier: 'real-time',
    source: 'simulator',
    ...given,
  };
}

/** A session so far that ends at `price`. */
export function sampleIntraday(price = 671.2, until = sampleNow - 3000): SessionPriceLine {
  const random = seededRandom('intraday');
  const minutes = Math.floor((until - open) / 60_000);
  const walk: number[] = [0];
  for (let minute = 1; minute <= minutes; minute++) walk.push(walk.at(-1)! + random.normal() * 0.17);
  const drift = price - 668.4 - walk.at(-1)!;
  const points = walk.map((step, minute) => ({
    at: open + minute * 60_000,
    price: Math.round((668.4 + step + (drift * minute) / Math.max(1, minutes)) * 100) / 100,
  }));
  return { symbol: 'SPY', date: sampleDate, from: open, until: close, points };
}

const cents = (value: number) => Math.round(value * 100) / 100;

function sampleContract(optionType: OptionType, strike: number, spot: number, at: number): OptionQuote {
  const years = Math.max(optionClose - at, 60_000) / (365 * 86_400_000);
  const distance = (strike - spot) / spot;
  const volatility = 0.128 - 0.9 * distance + 60 * distance * distance;
  const terms = { optionType, spot, strike, years, volatility, rate: 0.04, dividendYield: 0.012 };
  const price = optionPrice(terms) ?? 0;
  const greeks = optionGreeks(terms);
  const random = seededRandom(`${optionType}${strike}`);
  const near = Math.exp(-((Math.abs(strike - spot) / 9) ** 1.4)) * (strike % 5 === 0 ? 2.4 : 1);
  const volume = Math.round(near * 96_000 * (0.6 + random.next()));
  const half = Math.max(0.005, price * 0.006);
  const bid = cents(Math.max(0, price - half));
  return {
    symbol: formatOptionSymbol(
      { root: 'SPY', expiration: sampleDate, optionType, strikeMills: Math.round(strike * 1000) },
      'compact',
    ),
    strike,
    optionType,
    bid,
    ask: Math.max(cents(bid + 0.01), cents(price + half)),
    bidSize: 12,
    askSize: 30,
    last: volume > 0 ? cents(Math.max(0.01, price)) : null,
    tradedAt: volume > 0 ? at : null,
    previousClose: 1.2,
    volume,
    openInterest: Math.round(near * 21_000 * (0.4 + random.next())),
    impliedVolatility: bid > 0 ? volatility : null,
    delta: greeks?.delta ?? null,
    gamma: greeks?.gamma ?? null,
    theta: greeks?.theta ?? null,
    vega: greeks?.vega ?? null,
    greeksSource: greeks ? 'vendor' : null,
    quotedAt: at,
    sharesPerContract: 100,
  };
}

export function sampleChain(spot = 671.2, given: Partial<Chain> = {}): Chain {
  const at = given.timestamp ?? sampleNow - 12_000;
  const strikes = Array.from({ length: 181 }, (_, index) => 581 + index);
  return {
    underlying: 'SPY',
    expiration: sampleDate,
    contracts: strikes.flatMap((strike) => [
      sampleContract('call', strike, spot, at),
      sampleContract('put', strike, spot, at),
    ]),
    underlyingPrice: spot,
    underlyingPriceSource: 'chain',
    underlyingPriceAt: at,
    timestamp: at,
    slotAt: null,
    tier: 'real-time',
    source: 'simulator',
    rejectedRows: 0,
    adjustedRows: 0,
    ...given,
  };
}

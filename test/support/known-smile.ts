import { impliedVolatility, optionGreeks } from '../../src/market/pricing/black-scholes.ts';
import type { Chain, OptionQuote, OptionType } from '../../src/market/quotes/chain.ts';
import { yearsToExpiry } from '../../src/market/pricing/years-to-expiry.ts';
import type { Stock } from '../../src/simulator/instruments/instrument.ts';
import { stockOf } from '../../src/simulator/instruments/instruments.ts';
import {
  atTheMoneyVolatility,
  riskFreeRate,
  strikeVolatility,
} from '../../src/simulator/market/volatility-surface.ts';
import { simulatedPolls } from './simulated-polls.ts';

/** What a chain's levels would be if the volatility of every strike were known, as it is in the simulated market. */
export interface TrueLevels {
  spot: number;
  /** Gamma exposure of the contracts in the money, by size, in dollars for a move of 1 %. */
  inTheMoneyGamma: number;
  /** Gamma exposure of each side by strike, by size. */
  gammaByStrike: Record<OptionType, Map<number, number>>;
  /** The flip nearest to the spot within 5 %, and how many there are. */
  flip: number | null;
  flips: number;
  /** Volatility of the 25-delta put less that of the call, as a fraction. */
  skew: number;
  atTheMoney: number;
  volatilityOf(strike: number): number;
}

/**
 * The vendor's volatility and greeks: the true ones, as simulated; none; or those of each contract's own mid price, half
 * of an ask that nobody bids for included, as vendors compute them.
 */
export type Vendor = 'true' | 'none' | 'own mid';

const spy: Stock = stockOf('SPY')!;

/** Late sessions of one simulated market, as polled and as they truly are. */
export function knownSmile(seed: number) {
  const { calendar, simulated, chain } = simulatedPolls(seed);
  const { market } = simulated;

  function truthAt(polled: Chain): TrueLevels {
    const { expiration, contracts, timestamp: at } = polled;
    const session = calendar.sessionOn(expiration)!;
    const { price: spot, previous } = market.stateAt(spy, at);
    const atTheMoney = atTheMoneyVolatility(market, spy, {
      ...{ date: session.date, open: session.open, spot, previousClose: previous.close, at },
    });
    const years = yearsToExpiry(at, session.optionClose)!;
    const { dividendYield } = spy;
    const terms = { years, rate: riskFreeRate, dividendYield };
    const forward = spot * Math.exp((riskFreeRate - dividendYield) * years);
    const volatilityOf = (strike: number) => strikeVolatility(atTheMoney, forward, strike, years);
    const exposures = contracts.map(({ strike, optionType, openInterest }) => {
      const volatility = volatilityOf(strike);
      const { gamma } = optionGreeks({ ...terms, spot, strike, optionType, volatility })!;
      return { strike, optionType, dollars: gamma * (openInterest ?? 0) * 100 * spot * spot * 0.01 };
    });
    const bySide = (side: OptionType) =>
      new Map(
        exposures
          .filter(({ optionType }) => optionType === side)
          .map(({ strike, dollars }) => [strike, dollars]),
      );
    const flips = flipsOf(contracts, volatilityOf, spot, terms);
    const delta25 = (side: OptionType) => volatilityAtDelta(side, 0.25, volatilityOf, spot, terms);
    return {
      ...{ spot, atTheMoney, volatilityOf },
      inTheMoneyGamma: exposures
        .filter(({ optionType, strike }) => (optionType === 'call' ? strike < spot : strike > spot))
        .reduce((sum, { dollars }) => sum + dollars, 0),
      gammaByStrike: { call: bySide('call'), put: bySide('put') },
      flip: flips.sort((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0] ?? null,
      flips: flips.length,
      skew: delta25('put') - delta25('call'),
    };
  }

  return {
    calendar,
    truthAt,
    /** A poll of the chain that expires on a date. */
    chainAt(date: string, at: number, vendor: Vendor): Chain {
      const polled = chain(date, at);
      if (vendor === 'true') return polled;
      const years = yearsToExpiry(at, calendar.sessionOn(date)!.optionClose)!;
      const terms = { spot: polled.underlyingPrice!, years, rate: riskFreeRate, dividendYield: 0 };
      return {
        ...polled,
        contracts: polled.contracts.map((one) => ({
          ...withoutGreeks(one),
          ...(vendor === 'own mid' ? greeksOfMid(one, terms) : {}),
        })),
      };
    },
  };
}

export function withoutGreeks(contract: OptionQuote): OptionQuote {
  const none = {
    impliedVolatility: null,
    delta: null,
    gamma: null,
    theta: null,
    vega: null,
    greeksSource: null,
  };
  return { ...contract, ...none };
}

function greeksOfMid(
  { strike, optionType, bid, ask }: OptionQuote,
  terms: Terms & { spot: number },
): Partial<OptionQuote> {
  const contract = { ...terms, strike, optionType };
  const solved = impliedVolatility(contract, ((bid ?? 0) + (ask ?? 0)) / 2);
  if ('refused' in solved || solved.volatility > 5) return {};
  const { volatility } = solved;
  const { delta, gamma, theta, vega } = optionGreeks({ ...contract, volatility })!;
  return { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource: 'vendor' };
}

interface Terms {
  years: number;
  rate: number;
  dividendYield: number;
}

/** Sign changes of the net gamma (calls less puts) within 5 % of the spot, looked for cent by cent. */
function flipsOf(
  contracts: readonly OptionQuote[],
  volatilityOf: (strike: number) => number,
  spot: number,
  { years, rate, dividendYield }: Terms,
): number[] {
  const counts = new Map<number, number>();
  for (const { strike, optionType, openInterest } of contracts) {
    counts.set(strike, (counts.get(strike) ?? 0) + (optionType === 'call' ? 1 : -1) * (openInterest ?? 0));
  }
  const strikes = [...counts];
  const deviations = strikes.map(([strike]) => volatilityOf(strike) * Math.sqrt(years));
  const middles = strikes.map(([strike], index) => {
    return Math.log(strike) - (rate - dividendYield) * years - deviations[index]! ** 2 / 2;
  });
  const netAt = (price: number) => {
    const logPrice = Math.log(price);
    let sum = 0;
    for (let index = 0; index < strikes.length; index++) {
      const distance = (logPrice - middles[index]!) / deviations[index]!;
      sum += (strikes[index]![1] * Math.exp(-0.5 * distance * distance)) / deviations[index]!;
    }
    return sum;
  };
  const found: number[] = [];
  let before = 0;
  for (let cents = Math.ceil(spot * 95); cents <= spot * 105; cents++) {
    const sign = Math.sign(netAt(cents / 100));
    if (sign !== 0 && before !== 0 && sign !== before) found.push((cents - 0.5) / 100);
    if (sign !== 0) before = sign;
  }
  return found;
}

/** Bisected in the strike, between the listed ones too. */
function volatilityAtDelta(
  optionType: OptionType,
  size: number,
  volatilityOf: (strike: number) => number,
  spot: number,
  terms: Terms,
): number {
  let near = spot;
  let far = optionType === 'call' ? spot * 1.1 : spot * 0.9;
  for (let round = 0; round < 60; round++) {
    const strike = (near + far) / 2;
    const { delta } = optionGreeks({ ...terms, spot, strike, optionType, volatility: volatilityOf(strike) })!;
    if (Math.abs(delta) > size) near = strike;
    else far = strike;
  }
  return volatilityOf((near + far) / 2);
}

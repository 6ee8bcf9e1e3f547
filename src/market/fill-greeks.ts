import { impliedVolatility, optionGreeks } from './black-scholes.ts';
import type { OptionQuote } from './chain.ts';
import { midOf } from './spread.ts';
import { type StrikePair, strikePairs } from './strike-pairs.ts';

export interface GreeksTerms {
  /** Dollars a share. */
  spot: number;
  /** `null` once the contracts have expired; see `yearsToExpiry`. */
  years: number | null;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividendYield: number;
}

export interface FilledGreeks {
  /** In the order given; the same objects where nothing had to change. */
  contracts: OptionQuote[];
  /** Contracts that are left without greeks, and why. */
  refusals: { symbol: string; reason: string }[];
}

type Greeks = Pick<OptionQuote, 'impliedVolatility' | 'delta' | 'gamma' | 'theta' | 'vega' | 'greeksSource'>;

const noGreeks: Greeks = {
  impliedVolatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  greeksSource: null,
};

/** Annualized volatilities outside are noise: near expiry the vendor has sent anything from 0.00016 to 10. */
const leastVolatility = 0.01;
const mostVolatility = 5;

/** A vendor's value beyond its bound by no more than this is rounding, and is moved to the bound. */
const rounding = 1e-3;

/**
 * Gives every contract volatility and greeks where that is possible: the vendor's when they are sane, else the
 * model's, solved from the mid price; where the mid is below the intrinsic value (wide markets deep in the money),
 * with the volatility of the same strike's other side, which parity makes the same. `greeksSource` says which.
 * Contracts without either, and all after expiry, have `null`.
 */
export function fillGreeks(contracts: readonly OptionQuote[], terms: GreeksTerms): FilledGreeks {
  const { years } = terms;
  if (years === null || !(years > 0)) {
    return {
      contracts: contracts.map((contract) => withGreeks(contract, noGreeks)),
      refusals: contracts.map(({ symbol }) => ({ symbol, reason: 'the contract has expired' })),
    };
  }
  const solved = new Map<OptionQuote, Greeks | string>();
  for (const contract of contracts) {
    solved.set(contract, saneGreeks(contract) ?? modelGreeks(contract, { ...terms, years }));
  }
  const otherSide = twins(contracts);
  const refusals: FilledGreeks['refusals'] = [];
  const filled = contracts.map((contract) => {
    const own = solved.get(contract)!;
    if (typeof own !== 'string') return withGreeks(contract, own);
    const twin = otherSide.get(contract);
    const ofTwin = twin && solved.get(twin);
    const volatility = ofTwin && typeof ofTwin !== 'string' ? ofTwin.impliedVolatility : null;
    const borrowed =
      volatility !== null && midOf(contract) !== null
        ? greeksAt(contract, { ...terms, years }, volatility)
        : null;
    if (!borrowed) refusals.push({ symbol: contract.symbol, reason: own });
    return withGreeks(contract, borrowed ?? noGreeks);
  });
  return { contracts: filled, refusals };
}

/** The vendor's volatility and greeks; `null` where one is missing or makes no sense. */
function saneGreeks(contract: OptionQuote): Greeks | null {
  const { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource } = contract;
  if (greeksSource === 'model') return null;
  if (volatility === null || delta === null || gamma === null || theta === null || vega === null) return null;
  if (!(volatility >= leastVolatility && volatility <= mostVolatility)) return null;
  const direction = contract.optionType === 'call' ? delta : -delta;
  if (!(direction >= -rounding && direction <= 1 + rounding)) return null;
  if (!(gamma >= -rounding && vega >= -rounding) || !Number.isFinite(gamma + vega + theta)) return null;
  const clamped = Math.min(Math.max(direction, 0), 1);
  return {
    impliedVolatility: volatility,
    delta: contract.optionType === 'call' ? clamped : 0 - clamped,
    gamma: Math.max(gamma, 0),
    theta,
    vega: Math.max(vega, 0),
    greeksSource: 'vendor',
  };
}

/** The model's, or why it has none. */
function modelGreeks(contract: OptionQuote, terms: GreeksTerms & { years: number }): Greeks | string {
  const mid = midOf(contract);
  if (mid === null) return 'there is no two-sided market';
  const solved = impliedVolatility(
    { ...terms, strike: contract.strike, optionType: contract.optionType },
    mid,
  );
  if ('refused' in solved) return solved.refused;
  if (solved.volatility < leastVolatility || solved.volatility > mostVolatility) {
    return `a volatility of ${(solved.volatility * 100).toFixed(1)} % makes no sense`;
  }
  return greeksAt(contract, terms, solved.volatility) ?? 'spot, strike or rates are not sensible numbers';
}

function greeksAt(
  { strike, optionType }: OptionQuote,
  { spot, years, rate, dividendYield }: GreeksTerms & { years: number },
  volatility: number,
): Greeks | null {
  const greeks = optionGreeks({ optionType, spot, strike, years, volatility, rate, dividendYield });
  if (!greeks) return null;
  const { delta, gamma, theta, vega } = greeks;
  return { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource: 'model' };
}

function twins(contracts: readonly OptionQuote[]): Map<OptionQuote, OptionQuote> {
  const others = new Map<OptionQuote, OptionQuote>();
  const link = ({ call, put }: StrikePair<OptionQuote>) => {
    if (!call || !put) return;
    others.set(call, put);
    others.set(put, call);
  };
  strikePairs(contracts).forEach(link);
  return others;
}

function withGreeks(contract: OptionQuote, greeks: Greeks): OptionQuote {
  const isSame = (Object.keys(greeks) as (keyof Greeks)[]).every((name) => contract[name] === greeks[name]);
  return isSame ? contract : { ...contract, ...greeks };
}

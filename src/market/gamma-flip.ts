import type { OptionQuote } from './chain.ts';
import { type DealerPosition, naiveDealerPosition } from './exposure.ts';
import type { ContractWeight } from './strike-pairs.ts';

export interface GammaFlipTerms {
  /** Dollars a share. */
  spot: number;
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividendYield: number;
  weight?: ContractWeight;
  position?: DealerPosition;
  /** How far from the spot to look, as a fraction of it. */
  reach?: number;
}

export type FlipContract = Pick<OptionQuote, 'strike' | 'optionType' | 'impliedVolatility' | ContractWeight>;

const stepsEachWay = 100;

interface Total {
  at: number;
  /** Up to a positive factor, which does not move its sign. */
  gamma: number;
}

/**
 * The spot nearest to the present one at which the chain's total gamma exposure changes sign: above it dealers (as
 * assumed) dampen moves, below it they amplify them, or the reverse. Every contract is re-priced on a grid of spots,
 * keeping the implied volatility of its strike, and the crossing is then bisected to a hundredth of a cent. `null`
 * where there is no crossing within reach, or nothing to price.
 */
export function gammaFlip(contracts: readonly FlipContract[], terms: GammaFlipTerms): number | null {
  const { spot, years, reach = 0.05 } = terms;
  if (!(spot > 0) || !(years > 0) || !(reach > 0 && reach < 1)) return null;
  const gammaAt = totalGamma(contracts, terms);
  const grid: Total[] = [];
  for (let index = -stepsEachWay; index <= stepsEachWay; index++) {
    const at = spot * (1 + (reach * index) / stepsEachWay);
    const gamma = gammaAt(at);
    // Far from every strike all gammas underflow: no sign there, and the neighbours' signs are compared instead.
    if (gamma !== 0) grid.push({ at, gamma });
  }
  const crossings: { low: Total; high: Total; distance: number }[] = [];
  for (const [index, high] of grid.entries()) {
    const low = grid[index - 1];
    if (!low || Math.sign(low.gamma) === Math.sign(high.gamma)) continue;
    crossings.push({ low, high, distance: Math.min(Math.abs(low.at - spot), Math.abs(high.at - spot)) });
  }
  // One on each side of the spot can be as near as the other until both are refined.
  const roots = crossings
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ low, high }) => bisect(gammaAt, low, high.at));
  return roots.sort((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0] ?? null;
}

function totalGamma(contracts: readonly FlipContract[], terms: GammaFlipTerms): (spot: number) => number {
  const { years, rate, dividendYield, weight = 'openInterest', position = naiveDealerPosition } = terms;
  const lines: { logStrike: number; drift: number; deviation: number; count: number }[] = [];
  for (const contract of contracts) {
    const volatility = contract.impliedVolatility;
    const count = contract[weight];
    if (volatility === null || !(volatility > 0) || count === null || !(count > 0)) continue;
    lines.push({
      logStrike: Math.log(contract.strike),
      drift: (rate - dividendYield + (volatility * volatility) / 2) * years,
      deviation: volatility * Math.sqrt(years),
      count: position[contract.optionType] * count,
    });
  }
  return (spot) => {
    const logSpot = Math.log(spot);
    let total = 0;
    for (const { logStrike, drift, deviation, count } of lines) {
      const d1 = (logSpot - logStrike + drift) / deviation;
      total += (count * Math.exp(-0.5 * d1 * d1)) / deviation;
    }
    return total;
  };
}

function bisect(gammaAt: (spot: number) => number, from: Total, to: number): number {
  let near = from.at;
  let far = to;
  while (far - near > 1e-4) {
    const middle = (near + far) / 2;
    if (Math.sign(gammaAt(middle)) === Math.sign(from.gamma)) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

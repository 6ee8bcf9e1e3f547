import type { OptionQuote } from '../quotes/chain.ts';
import type { FilledChain } from '../pricing/chain-greeks.ts';
import { sharesOf } from '../symbols/contract-size.ts';
import { type DealerPosition, naiveDealerPosition } from './exposure.ts';
import type { ContractWeight } from './contract-weight.ts';

/** What the options of one chain are re-priced with. */
export interface FlipPricing {
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividendYield: number;
}

/** Where to look for a change of sign, and how contracts count. */
export interface FlipSearch {
  /** Dollars a share. */
  spot: number;
  weight?: ContractWeight;
  position?: DealerPosition;
  /** How far from the spot to look, as a fraction of it. */
  reach?: number;
}

/** What gamma at other spots follows from. */
export type GammaFlipTerms = FlipPricing & FlipSearch;

/** What the flip needs of a contract. */
export type FlipContract = Pick<
  OptionQuote,
  'strike' | 'optionType' | 'impliedVolatility' | 'sharesPerContract' | ContractWeight
>;

/** The contracts of one root and expiration, and what they are re-priced with. */
export interface FlipSeries extends FlipPricing {
  contracts: readonly FlipContract[];
}

/** Spots at which dealers’ gamma changes its sign, in dollars a share. */
export interface GammaFlips {
  /** The one nearest to the spot; `null` where there is none within reach. */
  nearest: number | null;
  /** Sign changes within reach. */
  count: number;
}

/** Steps of the search by size, as fractions of the reach. */
const [finest, coarsest] = [1 / 1000, 1 / 100];

/** One strike's gamma as a function of the spot: a bell around the strike in the logarithm of the spot. */
interface Bell {
  middle: number;
  deviation: number;
  /** Shares, negative where dealers are short. */
  shares: number;
}

interface Total {
  at: number;
  /** Up to a positive factor, which does not move its sign. */
  gamma: number;
}

/**
 * The spots at which the chain's total gamma exposure changes sign: above one dealers (as assumed) dampen moves, below it
 * they amplify them, or the reverse. Every contract is re-priced over a range of spots, keeping the implied volatility of
 * its strike, in steps of half a deviation of the options around, which is as wide as the total's own bends; the crossing
 * is then bisected to a hundredth of a cent.
 */
export function gammaFlips(contracts: readonly FlipContract[], terms: GammaFlipTerms): GammaFlips {
  return summedGammaFlips([{ contracts, ...terms }], terms);
}

/** The series of a chain that still trade; on third Fridays two may, with a time to expiry each. */
export function flipSeriesOf({ series }: Pick<FilledChain, 'series'>): FlipSeries[] {
  return series.map(({ terms, contracts }) => ({ ...terms, contracts }));
}

/** The same of several series of one underlying together, each re-priced with its own time to expiry. */
export function summedGammaFlips(series: readonly FlipSeries[], search: FlipSearch): GammaFlips {
  const { spot, reach = 0.05 } = search;
  const isSensible = spot > 0 && reach > 0 && reach < 1 && series.every(({ years }) => years > 0);
  const [first] = series;
  if (!first || !isSensible) return { nearest: null, count: 0 };
  const bySeries = series.map((one) => bellsOf(one, first, search));
  const gammaAt = (at: number) => bySeries.reduce((sum, bells) => sum + totalGamma(bells, at), 0);
  // Where the bells of one chain are narrow, the steps are; those of another may be wide there.
  const spots = new Set(bySeries.flatMap((bells) => spotsAround(bells, spot, reach)));
  const totals = [...spots]
    .sort((a, b) => a - b)
    .map((at) => ({ at, gamma: gammaAt(at) }))
    // Far from every strike all gammas underflow: no sign there, and the neighbours' signs are compared instead.
    .filter(({ gamma }) => gamma !== 0);
  const crossings: { low: Total; high: Total; distance: number }[] = [];
  for (const [index, high] of totals.entries()) {
    const low = totals[index - 1];
    if (!low || Math.sign(low.gamma) === Math.sign(high.gamma)) continue;
    crossings.push({ low, high, distance: Math.min(Math.abs(low.at - spot), Math.abs(high.at - spot)) });
  }
  // One on each side of the spot can be as near as the other until both are refined.
  const roots = crossings
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ low, high }) => bisect(gammaAt, low, high.at));
  const nearest = roots.sort((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0] ?? null;
  return { nearest, count: crossings.length };
}

/**
 * By strike, lowest first. Call and put of one volatility are one bell. Sizes are relative to those of the first chain,
 * whose own factor for dividends moves no sign.
 */
function bellsOf(
  { contracts, years, rate, dividendYield }: FlipSeries,
  first: FlipPricing,
  { weight = 'openInterest', position = naiveDealerPosition }: FlipSearch,
): Bell[] {
  const size = Math.exp(first.dividendYield * first.years - dividendYield * years);
  const byStrike = new Map<number, (Bell & { volatility: number })[]>();
  for (const contract of contracts) {
    const { strike, impliedVolatility: volatility } = contract;
    const count = contract[weight];
    if (volatility === null || !(volatility > 0) || count === null || !(count > 0)) continue;
    const shares = position[contract.optionType] * count * sharesOf(contract) * size;
    const bells = byStrike.get(strike) ?? [];
    if (bells.length === 0) byStrike.set(strike, bells);
    const same = bells.find((bell) => bell.volatility === volatility);
    if (same) {
      same.shares += shares;
      continue;
    }
    const deviation = volatility * Math.sqrt(years);
    const middle = Math.log(strike) - (rate - dividendYield) * years - deviation ** 2 / 2;
    bells.push({ middle, deviation, shares, volatility });
  }
  return [...byStrike.values()].flat().sort((one, other) => one.middle - other.middle);
}

/** Further from its middle, in deviations, a bell is 0 in double precision. */
const widest = 38;

function totalGamma(bells: readonly Bell[], spot: number): number {
  const logSpot = Math.log(spot);
  let total = 0;
  for (const { middle, deviation, shares } of bells) {
    const distance = (logSpot - middle) / deviation;
    if (distance < widest && distance > -widest) {
      total += (shares * Math.exp(-0.5 * distance * distance)) / deviation;
    }
  }
  return total;
}

/** The spots to look at, lowest first, the present one among them. */
function spotsAround(bells: readonly Bell[], spot: number, reach: number): number[] {
  const walk = (direction: 1 | -1) => {
    const spots: number[] = [];
    let next = direction === 1 ? 0 : bells.length - 1;
    for (let away = 0; away < reach; ) {
      const logSpot = Math.log(spot * (1 + direction * away));
      while (bells[next] && direction * (bells[next]!.middle - logSpot) < 0) next += direction;
      const nearby = bells[next] ?? bells[next - direction];
      const step = nearby ? nearby.deviation / 2 : reach;
      away = Math.min(reach, away + Math.min(Math.max(step, finest * reach), coarsest * reach));
      spots.push(spot * (1 + direction * away));
    }
    return spots;
  };
  return [...walk(-1).reverse(), spot, ...walk(1)];
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

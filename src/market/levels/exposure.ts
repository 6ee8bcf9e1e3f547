import type { OptionQuote, OptionType } from '../quotes/chain.ts';
import { sharesOf } from '../symbols/contract-size.ts';
import type { ContractWeight } from './contract-weight.ts';
import { strikePairs } from '../quotes/strike-pairs.ts';

/** +1 where dealers are taken to be long, −1 where short. */
export type DealerPosition = Readonly<Record<OptionType, 1 | -1>>;

/**
 * The usual assumption: customers sell calls to dealers and buy puts from them. Nobody publishes who holds what, so
 * whatever is computed from it should say so.
 */
export const naiveDealerPosition: DealerPosition = { call: 1, put: -1 };

/** Dealers' exposure through calls, through puts, and the sum of both. */
export interface Sides {
  call: number;
  put: number;
  net: number;
}

/** Exposure of one strike. */
export interface StrikeExposure extends Sides {
  strike: number;
}

/** What dealers hold if the assumed position is right. */
export interface Exposure {
  /** Gamma exposure by strike in dollars of stock to trade for a move of 1 %, lowest strike first. */
  strikes: StrikeExposure[];
  /** Sum over the strikes: positive means that dealers sell rallies and buy dips. */
  gamma: Sides;
  /** Dollars of stock that the position is worth in direction. */
  delta: Sides;
  /** Dollars for one percentage point of volatility. */
  vega: Sides;
  /** Strike of the largest call gamma exposure; `null` if all are 0. */
  callWall: number | null;
  /** Strike of the largest put gamma exposure by size; `null` if all are 0. */
  putWall: number | null;
  /** Strike at which calls and puts together have most gamma exposure by size; `null` if all are 0. */
  absoluteGammaStrike: number | null;
}

/** What exposure needs of a contract. */
export type ExposedContract = Pick<
  OptionQuote,
  'strike' | 'optionType' | 'delta' | 'gamma' | 'vega' | 'sharesPerContract' | ContractWeight
>;

/**
 * Exposure of one chain at a spot. Gamma exposure of a contract is Γ · count · m · S² · 1 %: gamma shares a dollar,
 * times the m shares of the contract, the dollars of a 1 % move and the price of a share. Open interest is yesterday's; weighing by today's
 * volume instead shows where today's trading was, though not in which direction. Contracts without greeks or count
 * are left out; `null` if that leaves none.
 */
export function exposureOf(
  contracts: readonly ExposedContract[],
  spot: number,
  weight: ContractWeight = 'openInterest',
  position: DealerPosition = naiveDealerPosition,
): Exposure | null {
  const delta = noSides();
  const vega = noSides();
  const strikes: StrikeExposure[] = [];
  for (const pair of strikePairs(contracts)) {
    const gamma = noSides();
    let isKnown = false;
    for (const contract of [pair.call, pair.put]) {
      const count = contract?.[weight] ?? null;
      if (!contract || count === null || contract.gamma === null) continue;
      const side = contract.optionType;
      const shares = position[side] * count * sharesOf(contract);
      isKnown = true;
      add(gamma, side, shares * contract.gamma * spot * spot * 0.01);
      add(delta, side, shares * (contract.delta ?? 0) * spot);
      add(vega, side, shares * (contract.vega ?? 0));
    }
    if (isKnown) addStrike(strikes, pair.strike, gamma);
  }
  return strikes.length === 0 ? null : ofStrikes(strikes, { delta, vega }, spot);
}

/**
 * Exposures of several chains of one underlying together, strike by strike; each is in dollars at its own spot.
 * @param spot of equal walls the one nearest to it counts
 */
export function sumExposures(exposures: readonly Exposure[], spot: number): Exposure | null {
  const delta = noSides();
  const vega = noSides();
  const strikes: StrikeExposure[] = [];
  const all = exposures.flatMap((exposure) => exposure.strikes).sort((a, b) => a.strike - b.strike);
  for (const { strike, ...gamma } of all) addStrike(strikes, strike, gamma);
  for (const exposure of exposures) {
    addSides(delta, exposure.delta);
    addSides(vega, exposure.vega);
  }
  return strikes.length === 0 ? null : ofStrikes(strikes, { delta, vega }, spot);
}

function ofStrikes(
  strikes: StrikeExposure[],
  { delta, vega }: Pick<Exposure, 'delta' | 'vega'>,
  spot: number,
): Exposure {
  const gamma = noSides();
  for (const { call, put } of strikes) {
    add(gamma, 'call', call);
    add(gamma, 'put', put);
  }
  return {
    strikes,
    gamma,
    delta,
    vega,
    callWall: strikeOfMax(strikes, spot, ({ call }) => Math.abs(call)),
    putWall: strikeOfMax(strikes, spot, ({ put }) => Math.abs(put)),
    absoluteGammaStrike: strikeOfMax(strikes, spot, ({ call, put }) => Math.abs(call) + Math.abs(put)),
  };
}

/** Two series of one strike, or two chains, are one level. */
function addStrike(strikes: StrikeExposure[], strike: number, gamma: Sides): void {
  const last = strikes.at(-1);
  if (last?.strike !== strike) {
    strikes.push({ strike, ...gamma });
    return;
  }
  addSides(last, gamma);
}

function noSides(): Sides {
  return { call: 0, put: 0, net: 0 };
}

function add(sides: Sides, side: OptionType, amount: number): void {
  sides[side] += amount;
  sides.net += amount;
}

function addSides(sides: Sides, { call, put, net }: Sides): void {
  sides.call += call;
  sides.put += put;
  sides.net += net;
}

/** Of equals, the strike nearest to the spot. */
function strikeOfMax(
  strikes: readonly StrikeExposure[],
  spot: number,
  sizeOf: (strike: StrikeExposure) => number,
): number | null {
  let max = 0;
  let found: number | null = null;
  for (const entry of strikes) {
    const size = sizeOf(entry);
    const isNearer = found !== null && Math.abs(entry.strike - spot) < Math.abs(found - spot);
    if (size > max || (size === max && isNearer)) {
      max = size;
      found = entry.strike;
    }
  }
  return found;
}

import type { Exposure, StrikeExposure } from './exposure.ts';
import type { GammaFlips } from './gamma-flip.ts';
import type { ExposureLevels, StrikeBar } from './levels.ts';

/** Exposure and its changes of sign, as levels show them. */
export function exposureLevels(
  { gamma, delta, vega, callWall, putWall, absoluteGammaStrike }: Exposure,
  flips: GammaFlips,
): ExposureLevels {
  return {
    gamma: { call: nonZero(gamma.call), put: nonZero(gamma.put), net: nonZero(gamma.net) },
    delta: nonZero(delta.net),
    vega: nonZero(vega.net),
    callWall,
    putWall,
    absoluteGammaStrike,
    gammaFlip: flips.nearest,
    gammaFlips: flips.count,
  };
}

/** Exposure by strike, as it is drawn, lowest strike first. */
export function strikeBars(exposure: Exposure | null): StrikeBar[] {
  const bar = ({ strike, call, put }: StrikeExposure) => ({
    strike,
    call: nonZero(call),
    put: nonZero(put),
  });
  return exposure?.strikes.map(bar) ?? [];
}

/** Missing, zero and nonsense values are `null`. */
export function nonZero(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value !== 0 ? value : null;
}

import type { Random } from '../../base/random.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { Contract } from './option-listing.ts';
import { roundness } from './trade-demand.ts';

interface OpenInterestOptions {
  contracts: readonly Contract[];
  centre: number;
  instrument: Instrument;
  random: Random;
  sessionsLeft: number;
}

/** Peaks at round strikes near the price; puts reach further down, calls further up; grows towards expiry. */
export function drawOpenInterest({
  contracts,
  centre,
  instrument,
  random,
  sessionsLeft,
}: OpenInterestOptions): Float64Array {
  const grown = 1 / (1 + 0.45 * sessionsLeft) ** 0.8;
  const peak = instrument.busiestStrikeVolume * 0.045 * grown;
  return Float64Array.from(contracts, ({ optionType, strike }) => {
    const outOfTheMoney =
      (optionType === 'call' ? strike - centre : centre - strike) / instrument.strikeStep - 2;
    const reach = optionType === 'call' ? 9 : 13;
    const near =
      outOfTheMoney >= 0
        ? Math.exp(-outOfTheMoney / reach) + 0.03 * Math.exp(-outOfTheMoney / 40)
        : Math.exp(outOfTheMoney / 4) + 0.01 * Math.exp(outOfTheMoney / 20);
    const attraction = roundness(strike / instrument.strikeStep) ** 1.7;
    return Math.floor(peak * near * attraction * Math.exp(0.5 * random.normal()));
  });
}

import type { AmericanTerms } from './american-terms.ts';
import { normalCdf } from '../normal-distribution.ts';
import { callDates } from './call/call-dates.ts';
import { callPremium, exerciseGains } from './call/call-premium.ts';
import { stride } from './put/boundary-tables.ts';
import type { StrikeBoundaries } from './put/put-boundaries.ts';
import { type Premium, putPremium } from './put/put-premium.ts';

/** What a chain's options are priced with. */
export interface EscrowedTerms extends AmericanTerms {
  /** The stock less the present value of its dividends, dollars a share. */
  escrowed: number;
}

/** What early exercise is worth to one option, in parts of the strike. */
export interface EarlyExercise {
  isPossible: boolean;
  /** More than it can be worth: what it gains wherever it could gain anything. */
  bound(volatility: number): number;
  /** `null` where the option is exercised at once. */
  at(volatility: number): Premium | null;
}

/** Of a put, given when it is exercised. */
export function putPremiums(
  chain: EscrowedTerms,
  strike: number,
  { windows, at: boundariesAt }: StrikeBoundaries,
): EarlyExercise {
  const { years, rate, escrowed } = chain;
  const log = Math.log(escrowed / strike);
  const isExercisable = windows.at(-1)?.to === years;
  return {
    isPossible: windows.length > 0,
    bound(volatility) {
      const deviation = volatility * Math.sqrt(years);
      const falling = Math.max(0, ((volatility * volatility) / 2 - rate) * years);
      return (1 - Math.exp(-rate * years)) * (log > 0 ? normalCdf((falling - log) / deviation) : 1);
    },
    at(volatility) {
      const boundaries = boundariesAt(volatility);
      if (isExercisable && log <= boundaries.values[(windows.length - 1) * stride]!) return null;
      return putPremium({ log, years, volatility, rate }, windows, boundaries);
    },
  };
}

/** Of a call. */
export function callPremiums(chain: EscrowedTerms, strike: number): EarlyExercise {
  const { years, rate, escrowed } = chain;
  const log = Math.log(escrowed / strike);
  const dates = callDates({ ...chain, strike });
  return {
    isPossible: dates.length > 0,
    bound(volatility) {
      let sum = 0;
      for (const { at, gain } of dates) {
        const least = Math.log(Math.max(Math.exp(-rate * (years - at)) - gain, Number.MIN_VALUE));
        const middle = log + (rate - (volatility * volatility) / 2) * at;
        sum += gain * normalCdf((middle - least) / (volatility * Math.sqrt(at)));
      }
      return sum;
    },
    at(volatility) {
      const terms = { years, volatility, rate };
      return callPremium(log, exerciseGains(dates, terms, log), terms);
    },
  };
}

import { presentValue } from '../../carry/dividends.ts';
import type { DividendAhead } from '../../carry/dividends.ts';
import { type AmericanOption, americanOptions } from '../american/american-option.ts';
import { americanVolatility } from '../american/american-volatility.ts';
import type { PutBoundaries } from '../american/put/put-boundaries.ts';
import { optionPrice } from '../black-scholes.ts';
import type { ExerciseStyle } from '../exercise-style.ts';
import { medianOf, type ParityContract, parityReadings } from './parity-readings.ts';

/** What the forward is read with. */
export interface ForwardTerms {
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** Those until expiry that are known. */
  dividends: readonly DividendAhead[];
  exercise: ExerciseStyle;
  /** Epoch ms that the quotes are as of; `null`: unknown. */
  quotedAt: number | null;
  /** When the chain's puts are exercised. */
  boundaries: PutBoundaries;
}

/** What early exercise is worth is corrected for so often: it moves the forward by cents, and by nothing the second time. */
const rounds = 2;

/**
 * The forward price that put–call parity implies at the money, F = K + e^(rT) (C − P), in dollars a share: the median of
 * the strikes around it. American options cost more than parity's by what early exercise is worth, which is taken off
 * each by the volatility of the side out of the money. `null` with fewer than three strikes.
 */
export function impliedForward(contracts: readonly ParityContract[], terms: ForwardTerms): number | null {
  const { years, rate, quotedAt } = terms;
  const readings = parityReadings(contracts, quotedAt);
  if (readings.length === 0) return null;
  const growth = Math.exp(rate * years);
  let forward = medianOf(readings.map(({ strike, call, put }) => strike + growth * (call - put)));
  if (terms.exercise === 'european') return forward;
  for (let round = 0; round < rounds; round++) {
    const early = earlyExercise(terms, forward);
    if (!early) return forward;
    forward = medianOf(
      readings.map(({ strike, call, put }) => {
        const premium = early(strike, strike >= forward ? { call } : { put });
        return strike + growth * (call - put - premium);
      }),
    );
  }
  return forward;
}

/** What early exercise is worth to the call less to the put of a strike, given the price of the side out of the money. */
function earlyExercise({ years, rate, dividends, boundaries }: ForwardTerms, forward: number) {
  const escrowed = forward * Math.exp(-rate * years);
  const spot = escrowed + presentValue(dividends, rate);
  const options = americanOptions({ spot, years, rate, dividends }, boundaries);
  if (!options) return null;
  return (strike: number, { call, put }: { call?: number; put?: number }): number => {
    const [ofCall, ofPut] = [options.option('call', strike), options.option('put', strike)];
    const solved =
      call === undefined ? americanVolatility(ofPut, put ?? 0) : americanVolatility(ofCall, call);
    if ('refused' in solved) return 0;
    return premiumOf(ofCall, solved.volatility) - premiumOf(ofPut, solved.volatility);
  };
}

function premiumOf(option: AmericanOption, volatility: number): number {
  return option.price(volatility) - (optionPrice({ ...option.european, volatility }) ?? 0);
}

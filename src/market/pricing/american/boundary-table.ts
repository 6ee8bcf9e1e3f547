import { chebyshevPlaces, chebyshevWeights } from './chebyshev.ts';
import { pointCount } from './boundary-nodes.ts';
import { type WindowBoundary, windowBoundary } from './put-boundary.ts';
import type { ExerciseWindow } from './put-windows.ts';

/** Volatilities of the table, annualized, as fractions: beyond them each boundary is solved by itself. */
const [lowest, highest] = [0.03, 3];
const size = 16;

/**
 * The boundary of the stretch next to expiry, which all strikes of a chain share, as a function of the volatility. It is
 * solved for a few volatilities, once there is need of it, and interpolated between them: the price of a put changes by
 * less than a thousandth of a cent, and a chain takes a tenth of the time.
 */
export function boundaryTable(window: ExerciseWindow, rate: number): (volatility: number) => WindowBoundary {
  const middle = Math.log(lowest * highest) / 2;
  const half = Math.log(highest / lowest) / 2;
  const places = chebyshevPlaces(size);
  // By volatility, in deviations of the stock, which change little with it: the boundary at the end, and at each point.
  let rows: Float64Array[] | null = null;
  const solved = () =>
    Array.from(places, (place) => {
      const volatility = Math.exp(middle + half * place);
      const { last, logs } = windowBoundary(window, { volatility, rate }, []);
      return Float64Array.of(last, ...logs).map((log) => log / volatility);
    });
  return (volatility) => {
    if (!(volatility > lowest && volatility < highest)) {
      return windowBoundary(window, { volatility, rate }, []);
    }
    rows ??= solved();
    const weights = chebyshevWeights(places, (Math.log(volatility) - middle) / half);
    const sums = new Float64Array(pointCount + 1);
    for (const [index, row] of rows.entries()) {
      const weight = weights[index]! * volatility;
      for (let at = 0; at <= pointCount; at++) sums[at]! += weight * row[at]!;
    }
    return { ...window, last: sums[0]!, logs: sums.subarray(1) };
  };
}

import { normalCdf, normalPdf } from '../normal-distribution.ts';
import { pointCount, pointWeights, sineSquares } from './boundary-nodes.ts';
import type { WindowBoundary } from './put-boundary.ts';

/** What the right to exercise early adds, and its first two derivatives in the logarithm of the stock. */
export interface Premium {
  value: number;
  slope: number;
  bend: number;
}

export interface PremiumTerms {
  /** Logarithm of the stock, less the present value of its dividends, over the strike. */
  log: number;
  years: number;
  volatility: number;
  rate: number;
}

/**
 * What the right to exercise a put early is worth above its boundary, in parts of the strike: the interest that the
 * strike earns wherever the stock will be below the boundary,
 *
 *   r ∫ e^(−r u) N(−d₂(S / B(T − u), u)) du over the windows.
 *
 * A boundary that stays where it is at the end of its window has this integral in closed form; only what the true one
 * differs by is left to the quadrature, which would miss the bend next to the boundary.
 */
export function putPremium(terms: PremiumTerms, windows: readonly WindowBoundary[]): Premium {
  const premium: Premium = { value: 0, slope: 0, bend: 0 };
  for (const window of windows) addWindow(premium, terms, window);
  return premium;
}

function addWindow(premium: Premium, terms: PremiumTerms, window: WindowBoundary): void {
  const { log, years, volatility, rate } = terms;
  const { from, to, logs, last } = window;
  const length = to - from;
  const soonest = years - to;
  const drift = rate - (volatility * volatility) / 2;
  const above = log - last;
  const isFlat = above >= -4 * volatility * Math.sqrt(soonest);
  if (isFlat) {
    addFlat(premium, above, years - from, terms, 1);
    if (soonest > 0) addFlat(premium, above, soonest, terms, -1);
  }
  for (let point = 0; point < pointCount; point++) {
    const u = soonest + length * sineSquares[point]!;
    const deviation = volatility * Math.sqrt(u);
    const weight = rate * length * pointWeights[point]! * Math.exp(-rate * u);
    const d2 = (log - logs[point]! + drift * u) / deviation;
    const density = normalPdf(d2) / deviation;
    premium.value += weight * normalCdf(-d2);
    premium.slope -= weight * density;
    premium.bend += (weight * density * d2) / deviation;
    if (!isFlat) continue;
    const flat = (above + drift * u) / deviation;
    const flatDensity = normalPdf(flat) / deviation;
    premium.value -= weight * normalCdf(-flat);
    premium.slope += weight * flatDensity;
    premium.bend -= (weight * flatDensity * flat) / deviation;
  }
}

/**
 * Adds r ∫ e^(−r u) N(−d₂(x, u)) du from 0 to `until`, x being how far the logarithm of the stock is above a boundary
 * that does not move; and its derivatives.
 */
function addFlat(
  premium: Premium,
  x: number,
  until: number,
  { volatility, rate }: PremiumTerms,
  sign: 1 | -1,
): void {
  const root = rate + (volatility * volatility) / 2;
  const deviation = volatility * Math.sqrt(until);
  const d1 = (x + root * until) / deviation;
  const up = Math.exp(x) * normalCdf(-d1);
  const down = Math.exp((-2 * rate * x) / (volatility * volatility));
  const low = down * normalCdf((root * until - x) / deviation);
  const stay = Math.exp(-rate * until) * normalCdf(deviation - d1);
  const share = rate / root;
  premium.value += sign * (((volatility * volatility) / 2 / root) * low + share * up - stay);
  premium.slope += sign * share * (up - low);
  premium.bend += sign * share * (up + ((2 * rate) / (volatility * volatility)) * low);
}

import { normalCdfOf, normalPdf } from '../../normal-distribution.ts';
import type { PointGrid } from './boundary-grid.ts';
import { pointCount } from './boundary-nodes.ts';
import { type BoundaryValues, stride } from './boundary-tables.ts';
import type { ExerciseWindow } from './put-windows.ts';

/** What the right to exercise early adds. */
export interface Premium {
  value: number;
  /** Its first two derivatives in the logarithm of the stock. */
  slope: number;
  bend: number;
  /** Its derivative in the volatility. */
  rise: number;
}

/** A stretch of time in which a put may be worth exercising, and its points as seen from now. */
export interface PremiumWindow extends ExerciseWindow {
  points: PointGrid;
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
export function putPremium(
  terms: PremiumTerms,
  windows: readonly PremiumWindow[],
  boundaries: BoundaryValues,
): Premium {
  const premium: Premium = { value: 0, slope: 0, bend: 0, rise: 0 };
  for (const [index, window] of windows.entries()) {
    addWindow(premium, terms, window, boundaries, index * stride);
  }
  return premium;
}

/** Adds a window whose boundary stands from `first` on. */
function addWindow(
  premium: Premium,
  terms: PremiumTerms,
  { from, to, points }: PremiumWindow,
  { values, slopes }: BoundaryValues,
  first: number,
): void {
  const { log, years, volatility, rate } = terms;
  const { times, roots, weights } = points;
  const soonest = years - to;
  const drift = rate - (volatility * volatility) / 2;
  const above = log - values[first]!;
  const sinking = -slopes[first]!;
  const isFlat = above >= -4 * volatility * Math.sqrt(soonest);
  if (isFlat) {
    addFlat(premium, { x: above, turn: sinking }, years - from, terms, 1);
    if (soonest > 0) addFlat(premium, { x: above, turn: sinking }, soonest, terms, -1);
  }
  let [value, slope, bend, rise] = [0, 0, 0, 0];
  for (let point = 0; point < pointCount; point++) {
    const root = roots[point]!;
    const deviation = volatility * root;
    const weight = weights[point]!;
    const moved = drift * times[point]!;
    const d2 = (log - values[first + 1 + point]! + moved) / deviation;
    const bell = normalPdf(d2);
    let probability = normalCdfOf(-d2, bell);
    let density = bell;
    let turn = bell * d2;
    let change = bell * ((-slopes[first + 1 + point]! - d2 * root) / deviation - root);
    if (isFlat) {
      const flat = (above + moved) / deviation;
      const flatBell = normalPdf(flat);
      probability -= normalCdfOf(-flat, flatBell);
      density -= flatBell;
      turn -= flatBell * flat;
      change -= flatBell * ((sinking - flat * root) / deviation - root);
    }
    value += weight * probability;
    slope -= (weight * density) / deviation;
    bend += (weight * turn) / (deviation * deviation);
    rise -= weight * change;
  }
  premium.value += value;
  premium.slope += slope;
  premium.bend += bend;
  premium.rise += rise;
}

/**
 * Adds r ∫ e^(−r u) N(−d₂(x, u)) du from 0 to `until`, x being how far the logarithm of the stock is above a boundary
 * that does not move with time; and its derivatives. `turn` is that of x in the volatility.
 */
function addFlat(
  premium: Premium,
  { x, turn }: { x: number; turn: number },
  until: number,
  { volatility, rate }: PremiumTerms,
  sign: 1 | -1,
): void {
  const variance = volatility * volatility;
  const root = rate + variance / 2;
  const years = Math.sqrt(until);
  const deviation = volatility * years;
  const d1 = (x + root * until) / deviation;
  const far = (root * until - x) / deviation;
  const [bell, farBell, stayBell] = [normalPdf(d1), normalPdf(far), normalPdf(deviation - d1)];
  const stock = Math.exp(x);
  const up = stock * normalCdfOf(-d1, bell);
  const down = Math.exp((-2 * rate * x) / variance);
  const low = down * normalCdfOf(far, farBell);
  const discount = Math.exp(-rate * until);
  const stay = discount * normalCdfOf(deviation - d1, stayBell);
  const share = rate / root;
  const slope = share * (up - low);
  premium.value += sign * ((1 - share) * low + share * up - stay);
  premium.slope += sign * slope;
  premium.bend += sign * share * (up + ((2 * rate) / variance) * low);
  const shareRise = (-share * volatility) / root;
  const upRise = -stock * bell * (years - d1 / volatility);
  const lowRise =
    low * ((4 * rate * x) / (variance * volatility)) + down * farBell * (years - far / volatility);
  const stayRise = (discount * stayBell * d1) / volatility;
  const still = shareRise * (up - low) + share * upRise + (1 - share) * lowRise - stayRise;
  premium.rise += sign * (still + slope * turn);
}

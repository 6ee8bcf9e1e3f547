import { normalCdf, normalCdfOf, normalPdf } from '../../normal-distribution.ts';
import { interpolation, nodeCount, pointCount } from './boundary-nodes.ts';
import type { BoundaryGrid, PointGrid } from './boundary-grid.ts';
import { fillShape, logOfShape, logsAtPoints, shapeChanges, smallestShape } from './boundary-shape.ts';
import { solveInPlace } from '../linear-equations.ts';

/** The price of the stock below which a put is exercised, in one stretch of time; B is that price, K the strike. */
export interface WindowBoundary {
  /** ln B/K at the points of an integral over the stretch, see `boundary-nodes`. */
  logs: Float64Array;
  /** ln B/K at the end of the stretch. */
  last: number;
}

/** One that was solved for. */
export interface SolvedBoundary extends WindowBoundary {
  /** ln B/K at the nodes. */
  atNodes: Float64Array;
}

/** What decides when a put is exercised; its strike only through the windows. */
export interface BoundaryTerms {
  /** Annualized, as a fraction. */
  volatility: number;
  /** Continuously compounded and annual, as a fraction; positive. */
  rate: number;
}

interface Unknowns {
  grid: BoundaryGrid;
  terms: BoundaryTerms;
  /** In the stretches nearer to expiry. */
  known: readonly WindowBoundary[];
  /** Years to expiry of the nodes. */
  taus: Float64Array;
  /** ln B/K at the nodes. */
  logs: Float64Array;
  /** e^(−(ln B/K)² / (2 σ² τ)) at the nodes, which is smooth in x and 0 where x is: this is interpolated. */
  shape: Float64Array;
}

/**
 * The early-exercise boundary of a put in one stretch of time, given those nearer to expiry. In terms of the stock less
 * the present value of its dividends it solves, at each time τ to expiry at which exercise is possible at all,
 *
 *   c(B, τ) = r K ∫ e^(−r u) N(d₂(B / B(τ − u), u)) du over the times at which exercise is possible,
 *
 * c being the European call: I. J. Kim, "The Analytic Valuation of American Options" (1990), whose interest on the strike
 * is gained in the windows only. The dividends cancel, since the interest outside of the windows makes up for them
 * exactly. Solved at Chebyshev nodes, as in Andersen, Lake and Offengenden, "High-Performance American Option Pricing"
 * (2016), but by Newton's method.
 * @param near ln B/K at the nodes of a boundary that is much like this one, in deviations of the stock, to begin with
 */
export function windowBoundary(
  grid: BoundaryGrid,
  terms: BoundaryTerms,
  known: readonly WindowBoundary[],
  near: Float64Array | null = null,
): SolvedBoundary {
  const { taus } = grid;
  const logs = near
    ? near.map((deviations) => deviations * terms.volatility)
    : taus.map((_, node) => guess(grid, terms, known, node));
  const unknowns: Unknowns = { grid, terms, known, taus, logs, shape: new Float64Array(nodeCount) };
  fillShape(unknowns, terms.volatility);
  for (let round = 0; round < rounds && improve(unknowns) > close; round++);
  return { logs: logsAtPoints(grid, unknowns.shape, terms.volatility), last: logs[0]!, atNodes: logs };
}

const rounds = 40;
/** In deviations of the stock; the next step would be the square of it. */
const close = 1e-4;
/** A guess needs no more. */
const closeGuess = 0.01;

/** As if the boundary were flat in the stretch: then half of its interest is gained. */
function guess(
  grid: BoundaryGrid,
  terms: BoundaryTerms,
  known: readonly WindowBoundary[],
  node: number,
): number {
  const { rate, volatility } = terms;
  const tau = grid.taus[node]!;
  const deviation = volatility * Math.sqrt(tau);
  const interest = (1 - Math.exp(-rate * (tau - grid.from))) / 2;
  // The call's logarithm is concave: from below, Newton's method rises to the root without passing it.
  let log = -deviation * Math.sqrt(2 * Math.max(1, Math.log(deviation / interest)));
  for (let round = 0; round < 20; round++) {
    const { call, slope } = callOf(log, tau, terms);
    const gained = interest + earlier(grid.earlier[node]!, terms, known, log).interest;
    if (!(call > 0)) log += deviation / 4;
    else {
      const better = log + ((Math.log(gained) - Math.log(call)) * call) / slope;
      const isClose = Math.abs(better - log) < closeGuess * deviation;
      log = better < 0 ? better : log / 2;
      if (isClose) break;
    }
  }
  return log;
}

/** One step for all nodes at once: each equation is ln of the call less ln of the interest. Returns how far it went. */
function improve(unknowns: Unknowns): number {
  const { grid, terms, known, taus, logs } = unknowns;
  const slopes = new Float64Array(nodeCount * nodeCount);
  const moves = new Float64Array(nodeCount);
  const changes = shapeChanges(unknowns);
  for (let node = 0; node < nodeCount; node++) {
    const row = slopes.subarray(node * nodeCount, (node + 1) * nodeCount);
    const before = earlier(grid.earlier[node]!, terms, known, logs[node]!);
    const gained = own(unknowns, node, changes, row) + before.interest;
    const { call, slope } = callOf(logs[node]!, taus[node]!, terms);
    row[node]! += before.slope;
    for (let other = 0; other < nodeCount; other++) row[other]! /= -gained;
    row[node]! += slope / call;
    moves[node] = Math.log(gained / call);
  }
  solveInPlace(slopes, moves);
  let farthest = 0;
  for (let node = 0; node < nodeCount; node++) {
    const deviation = terms.volatility * Math.sqrt(taus[node]!);
    const move = Math.min(Math.max(moves[node]!, -deviation), deviation);
    const next = logs[node]! + move;
    logs[node] = next < 0 ? next : logs[node]! / 2;
    farthest = Math.max(farthest, Math.abs(move) / deviation);
  }
  fillShape(unknowns, terms.volatility);
  return farthest;
}

/** The European call at the boundary, in parts of the strike, and its slope in the logarithm. */
function callOf(log: number, tau: number, { rate, volatility }: BoundaryTerms) {
  const deviation = volatility * Math.sqrt(tau);
  const d1 = (log + rate * tau) / deviation + deviation / 2;
  const slope = Math.exp(log) * normalCdf(d1);
  return { slope, call: slope - Math.exp(-rate * tau) * normalCdf(d1 - deviation) };
}

/** Interest gained in the stretch itself, as seen from one of its nodes; adds its slopes in the nodes to a row. */
function own(
  { grid, terms, logs, shape }: Unknowns,
  node: number,
  changes: Float64Array,
  row: Float64Array,
): number {
  const { rate, volatility } = terms;
  const { taus, times, roots, weights } = grid.own[node]!;
  const log = logs[node]!;
  const drift = rate - (volatility * volatility) / 2;
  let sum = 0;
  let slope = 0;
  let at = node * pointCount * nodeCount;
  for (let point = 0; point < pointCount; point++, at += nodeCount) {
    let value = 0;
    for (let other = 0; other < nodeCount; other++) value += interpolation[at + other]! * shape[other]!;
    const tau = taus[point]!;
    const there = logOfShape(value, tau, volatility);
    const deviation = volatility * roots[point]!;
    const d2 = (log - there + drift * times[point]!) / deviation;
    const weight = weights[point]!;
    const density = normalPdf(d2);
    sum += weight * normalCdfOf(d2, density);
    const change = (weight * density) / deviation;
    slope += change;
    if (!(value > smallestShape && value < 1)) continue;
    const scale = (change * tau) / (value * there);
    for (let other = 0; other < nodeCount; other++) {
      row[other]! -= scale * interpolation[at + other]! * changes[other]!;
    }
  }
  row[node]! += slope;
  return sum;
}

/** Interest gained in the stretches nearer to expiry, and its slope in the logarithm. */
function earlier(
  grids: readonly PointGrid[],
  { rate, volatility }: BoundaryTerms,
  known: readonly WindowBoundary[],
  log: number,
) {
  const drift = rate - (volatility * volatility) / 2;
  const gained = { interest: 0, slope: 0 };
  for (let index = 0; index < known.length; index++) {
    const { logs } = known[index]!;
    const { times, roots, weights } = grids[index]!;
    for (let point = 0; point < pointCount; point++) {
      const deviation = volatility * roots[point]!;
      const d2 = (log - logs[point]! + drift * times[point]!) / deviation;
      const density = normalPdf(d2);
      gained.interest += weights[point]! * normalCdfOf(d2, density);
      gained.slope += (weights[point]! * density) / deviation;
    }
  }
  return gained;
}

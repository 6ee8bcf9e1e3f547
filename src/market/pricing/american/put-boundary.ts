import { normalCdf, normalPdf } from '../normal-distribution.ts';
import {
  cosineSquares,
  interpolation,
  nodeCount,
  nodes,
  pointCount,
  pointWeights,
  sineSquares,
} from './boundary-nodes.ts';
import { fillShape, logOfShape, smallestShape } from './boundary-shape.ts';
import { solveInPlace } from './linear-equations.ts';
import type { ExerciseWindow } from './put-windows.ts';

/** The price of the stock below which a put is exercised, in one stretch of time; B is that price, K the strike. */
export interface WindowBoundary extends ExerciseWindow {
  /** ln B/K at the points of an integral over the stretch, see `boundary-nodes`. */
  logs: Float64Array;
  /** ln B/K at the end of the stretch. */
  last: number;
}

/** What decides when a put is exercised; its strike only through the windows. */
export interface BoundaryTerms {
  /** Annualized, as a fraction. */
  volatility: number;
  /** Continuously compounded and annual, as a fraction; positive. */
  rate: number;
}

interface Unknowns {
  window: ExerciseWindow;
  terms: BoundaryTerms;
  /** The stretches nearer to expiry. */
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
 */
export function windowBoundary(
  window: ExerciseWindow,
  terms: BoundaryTerms,
  known: readonly WindowBoundary[],
): WindowBoundary {
  const taus = nodes.map((node) => window.from + (window.to - window.from) * node * node);
  const logs = taus.map((tau) => guess(window, terms, known, tau));
  const shape = new Float64Array(nodeCount);
  const unknowns: Unknowns = { window, terms, known, taus, logs, shape };
  fillShape(unknowns, terms.volatility);
  for (let round = 0; round < rounds && improve(unknowns) > close; round++);
  return { ...window, logs: logsAtPoints(unknowns), last: logs[0]! };
}

const rounds = 12;
/** In deviations of the stock; the next step would be the square of it. */
const close = 1e-5;
/** A guess needs no more. */
const closeGuess = 0.01;

/** As if the boundary were flat in the stretch: then half of its interest is gained. */
function guess(
  window: ExerciseWindow,
  terms: BoundaryTerms,
  known: readonly WindowBoundary[],
  tau: number,
): number {
  const { rate, volatility } = terms;
  const deviation = volatility * Math.sqrt(tau);
  const interest = (1 - Math.exp(-rate * (tau - window.from))) / 2;
  // The call's logarithm is concave: from below, Newton's method rises to the root without passing it.
  let log = -deviation * Math.sqrt(2 * Math.max(1, Math.log(deviation / interest)));
  for (let round = 0; round < 20; round++) {
    const { call, slope } = callOf(log, tau, terms);
    const gained = interest + earlier(known, terms, tau, log).interest;
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
  const { terms, known, taus, logs } = unknowns;
  const slopes = new Float64Array(nodeCount * nodeCount);
  const moves = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const row = slopes.subarray(node * nodeCount, (node + 1) * nodeCount);
    const before = earlier(known, terms, taus[node]!, logs[node]!);
    const gained = own(unknowns, node, row) + before.interest;
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
function own({ window, terms, taus, logs, shape }: Unknowns, node: number, row: Float64Array): number {
  const { rate, volatility } = terms;
  const log = logs[node]!;
  const length = taus[node]! - window.from;
  const drift = rate - (volatility * volatility) / 2;
  let sum = 0;
  let at = node * pointCount * nodeCount;
  for (let point = 0; point < pointCount; point++, at += nodeCount) {
    let value = 0;
    for (let other = 0; other < nodeCount; other++) value += interpolation[at + other]! * shape[other]!;
    const tau = window.from + length * cosineSquares[point]!;
    const there = logOfShape(value, tau, volatility);
    const u = length * sineSquares[point]!;
    const deviation = volatility * Math.sqrt(u);
    const d2 = (log - there + drift * u) / deviation;
    const weight = rate * length * pointWeights[point]! * Math.exp(-rate * u);
    sum += weight * normalCdf(d2);
    const density = (weight * normalPdf(d2)) / deviation;
    row[node]! += density;
    if (!(value > smallestShape && value < 1)) continue;
    const scale = (density * tau) / (value * there);
    for (let other = 0; other < nodeCount; other++) {
      row[other]! -= (scale * interpolation[at + other]! * shape[other]! * logs[other]!) / taus[other]!;
    }
  }
  return sum;
}

/** Interest gained in the stretches nearer to expiry, and its slope in the logarithm. */
function earlier(known: readonly WindowBoundary[], terms: BoundaryTerms, tau: number, log: number) {
  const { rate, volatility } = terms;
  const drift = rate - (volatility * volatility) / 2;
  const gained = { interest: 0, slope: 0 };
  for (const { from, to, logs } of known) {
    for (let point = 0; point < pointCount; point++) {
      const u = tau - from - (to - from) * cosineSquares[point]!;
      const deviation = volatility * Math.sqrt(u);
      const d2 = (log - logs[point]! + drift * u) / deviation;
      const weight = rate * (to - from) * pointWeights[point]! * Math.exp(-rate * u);
      gained.interest += weight * normalCdf(d2);
      gained.slope += (weight * normalPdf(d2)) / deviation;
    }
  }
  return gained;
}

function logsAtPoints({ window, terms, shape }: Unknowns): Float64Array {
  return cosineSquares.map((cosineSquare, point) => {
    let value = 0;
    for (let other = 0; other < nodeCount; other++)
      value += interpolation[point * nodeCount + other]! * shape[other]!;
    return logOfShape(value, window.from + (window.to - window.from) * cosineSquare, terms.volatility);
  });
}

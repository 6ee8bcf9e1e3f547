import { gaussLegendre } from '../gauss-legendre.ts';

/** Nodes of a stretch of time, its end first: there the boundary is solved for. Where it begins it is known. */
export const nodeCount = 7;
/** `x` of the nodes, years to expiry being `from + (to − from) · x²`: the Chebyshev points of x on 0 … 1. */
export const nodes = Float64Array.from(
  { length: nodeCount },
  (_, index) => (1 + Math.cos((Math.PI * index) / nodeCount)) / 2,
);

/** Points of an integral over a stretch, in θ: x is that of the node times cos θ, which smooths both of its ends. */
export const pointCount = 12;
const quadrature = gaussLegendre(pointCount);
const sines = quadrature.points.map((point) => Math.sin((Math.PI / 2) * point));
const cosines = quadrature.points.map((point) => Math.cos((Math.PI / 2) * point));
export const sineSquares = sines.map((sine) => sine * sine);
export const cosineSquares = cosines.map((cosine) => cosine * cosine);
/** Weight of each point, in parts of the length of the stretch. */
export const pointWeights = quadrature.weights.map(
  (weight, index) => Math.PI * sines[index]! * cosines[index]! * weight,
);

/**
 * By node, point of the stretch up to it, and node: how much of the value at each node there is at the point, the value
 * where the stretch begins being 0.
 */
export const interpolation = interpolationWeights();

function interpolationWeights(): Float64Array {
  const weights = new Float64Array(nodeCount * pointCount * nodeCount);
  const all = [...nodes, 0];
  let at = 0;
  for (const node of nodes) {
    for (const cosine of cosines) {
      for (let other = 0; other < nodeCount; other++) {
        let weight = 1;
        for (const [index, third] of all.entries()) {
          if (index !== other) weight *= (node * cosine - third) / (nodes[other]! - third);
        }
        weights[at++] = weight;
      }
    }
  }
  return weights;
}

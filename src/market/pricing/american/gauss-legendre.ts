/** Points and weights of a quadrature on 0 … 1. */
export interface Quadrature {
  points: Float64Array;
  weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature of an order, moved from −1 … 1 to 0 … 1: the roots of the Legendre polynomial by Newton's
 * method from their usual first guess (Press et al., "Numerical Recipes", section 4.6).
 */
export function gaussLegendre(order: number): Quadrature {
  const points = new Float64Array(order);
  const weights = new Float64Array(order);
  for (let index = 0; index < order; index++) {
    let root = Math.cos((Math.PI * (index + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let round = 0; round < 20; round++) {
      let [value, before] = [1, 0];
      for (let degree = 1; degree <= order; degree++) {
        [value, before] = [((2 * degree - 1) * root * value - (degree - 1) * before) / degree, value];
      }
      slope = (order * (root * value - before)) / (root * root - 1);
      const step = value / slope;
      root -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    points[index] = (1 - root) / 2;
    weights[index] = 1 / ((1 - root * root) * slope * slope);
  }
  return { points, weights };
}

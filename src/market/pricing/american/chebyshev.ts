/** The points of Chebyshev interpolation on −1 … 1, largest first. */
export function chebyshevPlaces(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Math.cos((Math.PI * (index + 0.5)) / count));
}

/**
 * How much of the value at each of those points there is at a place between −1 and 1: the barycentric formula (J.-P.
 * Berrut and L. N. Trefethen, "Barycentric Lagrange Interpolation", 2004).
 */
export function chebyshevWeights(places: Float64Array, place: number): Float64Array {
  const count = places.length;
  const weights = new Float64Array(count);
  let total = 0;
  for (let index = 0; index < count; index++) {
    const away = place - places[index]!;
    if (away === 0) return weights.fill(0).fill(1, index, index + 1);
    const sine = Math.sqrt(1 - places[index]! * places[index]!);
    const weight = (index % 2 === 0 ? sine : -sine) / away;
    weights[index] = weight;
    total += weight;
  }
  for (let index = 0; index < count; index++) weights[index]! /= total;
  return weights;
}

/** The value at a place, given those at the points. */
export function chebyshevValue(places: Float64Array, values: Float64Array, place: number): number {
  let [sum, total] = [0, 0];
  for (let index = 0; index < places.length; index++) {
    const away = place - places[index]!;
    if (away === 0) return values[index]!;
    const sine = Math.sqrt(1 - places[index]! * places[index]!);
    const weight = (index % 2 === 0 ? sine : -sine) / away;
    sum += weight * values[index]!;
    total += weight;
  }
  return sum / total;
}

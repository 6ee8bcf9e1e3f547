/** The points of Chebyshev interpolation on −1 … 1, largest first. */
export function chebyshevPlaces(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Math.cos((Math.PI * (index + 0.5)) / count));
}

/** How much of the value at each point there is at a place, and how that changes with the place. */
export interface ChebyshevWeights {
  weights: Float64Array;
  slopes: Float64Array;
}

/**
 * Interpolation between the points, for a place between −1 and 1: by the polynomials T and their derivatives, which are
 * exact at the points, too.
 */
export function chebyshevWeights(places: Float64Array): (place: number) => ChebyshevWeights {
  const count = places.length;
  // By polynomial, and point.
  const parts = Array.from({ length: count }, (_, degree) =>
    places.map((place) => ((degree === 0 ? 1 : 2) * Math.cos(degree * Math.acos(place))) / count),
  );
  return (place) => {
    const weights = new Float64Array(count);
    const slopes = new Float64Array(count);
    let [value, next] = [1, place];
    let [slope, nextSlope] = [0, 1];
    for (const part of parts) {
      for (let point = 0; point < count; point++) {
        weights[point]! += value * part[point]!;
        slopes[point]! += slope * part[point]!;
      }
      [value, next, slope, nextSlope] = [
        next,
        2 * place * next - value,
        nextSlope,
        2 * next + 2 * place * nextSlope - slope,
      ];
    }
    return { weights, slopes };
  };
}

/**
 * The value at a place, given those at the points: the barycentric formula (J.-P. Berrut and L. N. Trefethen,
 * "Barycentric Lagrange Interpolation", 2004).
 */
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

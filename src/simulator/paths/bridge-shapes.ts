import type { Random } from '../../base/random.ts';

export const secondsPerMinute = 60;

/** Ways from 0 to 0 in sixty steps with the variance of one minute: `shapes[n * 61 + second]`. */
export interface BridgeShapes {
  count: number;
  values: Float64Array;
  /** Of each shape: the sum of its seconds, and the seconds at which it is highest and lowest. */
  sums: Float64Array;
  highest: Uint8Array;
  lowest: Uint8Array;
}

/** Numbers that one shape takes in `values`. */
export const bridgeLength = secondsPerMinute + 1;

/** Brownian bridges. Days pick from this stock, which is far cheaper than drawing every second anew. */
export function createBridgeShapes(random: Random, count = 512): BridgeShapes {
  const values = new Float64Array(count * bridgeLength);
  for (let shape = 0; shape < count; shape++) {
    const at = shape * bridgeLength;
    for (let second = 1; second <= secondsPerMinute; second++) {
      values[at + second] = values[at + second - 1]! + random.normal() / Math.sqrt(secondsPerMinute);
    }
    const drift = values[at + secondsPerMinute]!;
    for (let second = 1; second <= secondsPerMinute; second++) {
      values[at + second]! -= (drift * second) / secondsPerMinute;
    }
  }
  return { count, values, ...measure(count, values) };
}

function measure(count: number, values: Float64Array) {
  const sums = new Float64Array(count);
  const highest = new Uint8Array(count);
  const lowest = new Uint8Array(count);
  for (let shape = 0; shape < count; shape++) {
    const at = shape * bridgeLength + 1;
    for (let second = 0; second < secondsPerMinute; second++) {
      const value = values[at + second]!;
      sums[shape]! += value;
      if (value > values[at + highest[shape]!]!) highest[shape] = second;
      if (value < values[at + lowest[shape]!]!) lowest[shape] = second;
    }
  }
  return { sums, highest, lowest };
}

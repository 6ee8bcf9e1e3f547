import type { PricePoint } from '../../market/quotes/price-line.ts';

/** A longer time without a price is shown as a gap. */
export const longestBridgeMs = 10 * 60_000;

/** At most as many samples as dots, and a whole number of them between two labels. */
export function sampleLength(rangeMs: number, plotDots: number): number {
  return [15_000, 30_000, 60_000, 150_000].find((ms) => rangeMs / ms <= plotDots * 2) ?? 300_000;
}

/** The points to sample, and the range and step in ms. */
export interface SampleInput {
  points: readonly PricePoint[];
  from: number;
  to: number;
  sampleMs: number;
}

/**
 * One price every `sampleMs` from `from` up to the last point: the newest within the sample, straight lines over short
 * holes, NaN over long ones and before the first point.
 */
export function samplePrices({ points, from, to, sampleMs }: SampleInput): number[] {
  const inside = points.filter((point) => point.at >= from && point.at <= to && Number.isFinite(point.price));
  if (inside.length === 0) return [];
  const slotOf = (at: number) => Math.floor((at - from) / sampleMs);
  const samples = new Array<number>(slotOf(inside.at(-1)!.at) + 1).fill(Number.NaN);
  for (const point of inside) samples[slotOf(point.at)] = point.price;
  const longest = Math.max(1, Math.floor(longestBridgeMs / sampleMs));
  let known = -1;
  for (let slot = 0; slot < samples.length; slot++) {
    if (Number.isNaN(samples[slot])) continue;
    const hole = slot - known;
    if (known >= 0 && hole > 1 && hole <= longest) {
      const start = samples[known]!;
      const slope = (samples[slot]! - start) / hole;
      for (let at = 1; at < hole; at++) samples[known + at] = start + slope * at;
    }
    known = slot;
  }
  return samples;
}

/** A level as a dashed line: `on` samples drawn, `off` left out. */
export function dashedLevel(level: number, length: number, on: number, off: number): number[] {
  return Array.from({ length }, (_, slot) => (slot % (on + off) < on ? level : Number.NaN));
}

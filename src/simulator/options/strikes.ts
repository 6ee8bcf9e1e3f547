import type { Random } from '../../base/random.ts';
import type { Index, Instrument } from '../instruments/instrument.ts';

/** Strikes in thousandths of a dollar, in order, around the price that they are laid out about. */
export function strikesAround(instrument: Instrument, centre: number, random: Random): number[] {
  return instrument.kind === 'index'
    ? strikesInBands(instrument, centre)
    : evenStrikes(instrument.strikeStep, centre, random);
}

function evenStrikes(step: number, centre: number, random: Random): number[] {
  const middle = Math.round(centre / step);
  const lowest = Math.max(1, middle - random.integer(87, 105));
  const highest = middle + random.integer(87, 105);
  return Array.from({ length: highest - lowest + 1 }, (_, index) =>
    Math.round((lowest + index) * step * 1000),
  );
}

/** Close together near the middle, further apart in the wings. */
function strikesInBands({ strikeBands, strikeStep }: Index, centre: number): number[] {
  const middle = Math.round(centre / strikeStep) * strikeStep;
  const found = new Set<number>();
  let from = 0;
  for (const { step, within } of strikeBands) {
    for (let strike = Math.ceil((middle - within) / step) * step; strike <= middle + within; strike += step) {
      if (strike > 0 && Math.abs(strike - middle) >= from) found.add(strike * 1000);
    }
    from = within;
  }
  return [...found].sort((a, b) => a - b);
}

/** Sessions before its end from which on a series has all of its strikes, and the share that is added in each before. */
const sessionsWithAll = 5;
const addedPerSession = 0.01;
const firstShare = 0.5;

/**
 * How many strikes at each end of a series are added only later, with so many sessions left: the exchanges list further
 * strikes as the price moves (384 contracts of a monthly expiration seven weeks ahead, 528 a week ahead).
 */
export function strikesToCome(strikes: number, sessionsLeft: number): number {
  const share = Math.max(firstShare, 1 - addedPerSession * Math.max(0, sessionsLeft - sessionsWithAll));
  return Math.floor((strikes * (1 - share)) / 2);
}

/** Whether the strike at a place, counted from the lowest, is there while so many are missing at each end. */
export function isWithin(place: number, strikes: number, missing: number): boolean {
  return place >= missing && place < strikes - missing;
}

import type { ExposureLevels, Levels, RecordedLevels } from '../../../market/levels/levels.ts';
import type { LevelTrack } from '../../charts/history/level-steps.ts';

/** What weighs the exposure by strike: open interest of the day before, or today's volume. */
export type Weight = 'openInterest' | 'volume';

export const exposureOfWeight = (
  levels: Pick<RecordedLevels, 'byVolume' | 'byOpenInterest'>,
  weight: Weight,
): RecordedLevels['byVolume'] => (weight === 'volume' ? levels.byVolume : levels.byOpenInterest);

/** A price with a short name of a few letters. */
export interface PriceLevel {
  label: string;
  price: number;
}

/** The levels that are prices, each with its short name. */
export function namedLevels(levels: Levels | null, weight: Weight): PriceLevel[] {
  if (!levels) return [];
  const opening = levels.expectedMove.opening;
  return [
    ...wallsAndFlip(exposureOfWeight(levels, weight)),
    ...known([
      ['MP', levels.maxPain],
      ['+EM', opening && opening.reference + opening.straddle],
      ['-EM', opening && opening.reference - opening.straddle],
    ]),
  ];
}

/** The levels of an exposure that are prices, each with its short name. */
export function wallsAndFlip(exposure: ExposureLevels | null): PriceLevel[] {
  return known([
    ['CW', exposure?.callWall],
    ['PW', exposure?.putWall],
    ['flip', exposure?.gammaFlip],
  ]);
}

const known = (named: readonly [label: string, price: number | null | undefined][]): PriceLevel[] =>
  named.flatMap(([label, price]) => (price == null ? [] : [{ label, price }]));

/** The same levels through the session, as the chart draws them. */
export function levelTracks(weight: Weight): LevelTrack[] {
  const byVolume = weight === 'volume';
  return [
    {
      label: 'CW',
      name: 'call wall',
      value: (point) => (byVolume ? point.callWallByVolume : point.callWall),
    },
    { label: 'PW', name: 'put wall', value: (point) => (byVolume ? point.putWallByVolume : point.putWall) },
    {
      label: 'flip',
      name: 'gamma flip',
      value: (point) => (byVolume ? point.gammaFlipByVolume : point.gammaFlip),
    },
    { label: 'MP', name: 'max pain', value: ({ maxPain }) => maxPain },
    moveTrack('+EM', 'upper end of the expected move', 1),
    moveTrack('-EM', 'lower end of the expected move', -1),
  ];
}

const moveTrack = (label: string, name: string, sign: 1 | -1): LevelTrack => ({
  label,
  name,
  value: ({ opening }) => opening && opening.reference + sign * opening.straddle,
  since: ({ opening }) => opening?.since ?? null,
});

/**
 * Letters next to a strike: C for the call wall on the calls' side, P for the put wall on the puts', M for max pain.
 */
export interface StrikeMark {
  left: string;
  right: string;
}

export const marksLegend = 'C call wall · P put wall · M max pain';

/**
 * Marks on the strikes of the chain with this expiration, by open interest; none while the levels are of another
 * expiration. Max pain is on the right unless the put wall is there.
 */
export function strikeMarks(levels: Levels | null, expiration: string): ReadonlyMap<number, StrikeMark> {
  const marks = new Map<number, StrikeMark>();
  if (levels?.expiration !== expiration) return marks;
  const put = (strike: number | null | undefined, add: (mark: StrikeMark) => StrikeMark) => {
    if (strike != null) marks.set(strike, add(marks.get(strike) ?? { left: '', right: '' }));
  };
  put(levels.byOpenInterest?.callWall, (mark) => ({ ...mark, left: 'C' }));
  put(levels.byOpenInterest?.putWall, (mark) => ({ ...mark, right: 'P' }));
  put(levels.maxPain, ({ left, right }) =>
    right === '' ? { left, right: 'M' } : { left: `M${left}`, right },
  );
  return marks;
}

import type { Levels } from '../../protocol/levels.ts';
import type { PriceLevel } from '../charts/history-chart.ts';

export type Weight = 'openInterest' | 'volume';

export const exposureOfWeight = (levels: Levels, weight: Weight) =>
  weight === 'volume' ? levels.byVolume : levels.byOpenInterest;

/** The prices that the levels name, each with the letters that the panes call it by. */
export function namedLevels(levels: Levels | null, weight: Weight): PriceLevel[] {
  if (!levels) return [];
  const exposure = exposureOfWeight(levels, weight);
  const opening = levels.expectedMove.opening;
  const named: [string, number | null | undefined][] = [
    ['CW', exposure?.callWall],
    ['PW', exposure?.putWall],
    ['flip', exposure?.gammaFlip],
    ['MP', levels.maxPain],
    ['+EM', opening && opening.reference + opening.straddle],
    ['-EM', opening && opening.reference - opening.straddle],
  ];
  return named.flatMap(([label, price]) => (price == null ? [] : [{ label, price }]));
}

/** Letters beside a strike: C for the call wall on the calls' side, P for the put wall on the puts', M for max pain. */
export interface StrikeMark {
  left: string;
  right: string;
}

export const marksLegend = 'C call wall · P put wall · M max pain';

/** What stands on strikes, by open interest. Max pain is on the right unless the put wall is there. */
export function strikeMarks(levels: Levels | null): ReadonlyMap<number, StrikeMark> {
  const marks = new Map<number, StrikeMark>();
  if (!levels) return marks;
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

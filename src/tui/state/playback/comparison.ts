import { remembered } from '../../../base/remembered.ts';
import type { Levels } from '../../../market/levels/levels.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { shownNow, shownPicture, shownPlayback } from '../selectors.ts';
import type { DashboardState } from '../state.ts';
import { areOf, type Mark } from './mark.ts';

/** Why what is on screen is not compared with the mark. */
export type NotCompared =
  /** The mark is later than the instant that is shown, of which nothing later may be known. */
  | 'ahead'
  | 'awaited'
  /** Nothing of that expiration was recorded by the mark. */
  | 'not recorded'
  /** The levels at the mark are of another expiration. */
  | 'other expiration'
  /** They are of another version of the model. */
  | 'other model';

/** What something on screen is compared with. */
export type Compared<T> = { at: number; before: T } | { at: number; why: NotCompared };

/** The mark of a playback on screen; `null` without one. */
export function shownMark(state: DashboardState): Mark | null {
  return shownPlayback(state)?.mark ?? null;
}

function whyNot(mark: Mark, chain: Chain, isAhead: boolean): NotCompared | null {
  if (isAhead) return 'ahead';
  return areOf(mark.values, chain) ? null : 'awaited';
}

const chainOf = remembered((mark: Mark, chain: Chain, isAhead: boolean): Compared<Chain> => {
  const { at, values } = mark;
  const why = whyNot(mark, chain, isAhead);
  if (why) return { at, why };
  return values?.chain ? { at, before: values.chain } : { at, why: 'not recorded' };
});

const levelsOf = remembered(
  (mark: Mark, chain: Chain, levels: Levels, isAhead: boolean): Compared<Levels> => {
    const { at, values } = mark;
    const why = whyNot(mark, chain, isAhead);
    if (why) return { at, why };
    const before = values?.levels;
    if (!before) return { at, why: 'not recorded' };
    if (before.expiration !== levels.expiration) return { at, why: 'other expiration' };
    return before.modelVersion === levels.modelVersion ? { at, before } : { at, why: 'other model' };
  },
);

/** The chain at the mark; `null` without a mark or a chain on screen. */
export function comparedChain(state: DashboardState): Compared<Chain> | null {
  const mark = shownMark(state);
  const chain = shownPicture(state).chain?.chain;
  return mark && chain ? chainOf(mark, chain, mark.at > shownNow(state)) : null;
}

/** The levels at the mark; `null` without a mark or levels on screen. */
export function comparedLevels(state: DashboardState): Compared<Levels> | null {
  const mark = shownMark(state);
  const { levels, chain } = shownPicture(state);
  return mark && levels && chain ? levelsOf(mark, chain.chain, levels, mark.at > shownNow(state)) : null;
}

import { strikeText } from '../../market/quotes/price-text.ts';
import { midChange } from '../panes/chain/change-columns.ts';
import { levelChanges } from '../panes/levels/levels-changes.ts';
import { markText, notComparedText } from '../present/comparison-text.ts';
import { dash } from '../present/number.ts';
import type { ChainSlice, StrikeRow } from '../state/chain/chain-slice.ts';
import { comparedChain, comparedLevels, shownMark } from '../state/playback/comparison.ts';
import { contractsBefore } from '../state/playback/contracts-before.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

/** How levels and the strike at the money have changed since the mark, or why that is not said. */
export function markSentences(state: DashboardState): string[] {
  const mark = shownMark(state);
  const { levels, chain } = shownPicture(state);
  if (!mark) return [];
  const since = `Since the mark, ${markText(mark.at, shownNow(state))}`;
  const compared = comparedLevels(state);
  if (!levels || !compared) return [`${since}: no levels.`];
  if ('why' in compared) {
    return [`Mark: ${notComparedText(compared.why, markText(mark.at, shownNow(state)), levels.expiration)}.`];
  }
  const changed = levelChanges(levels, compared.before, state.ui.weight)
    .filter(({ change }) => change !== dash)
    .map(({ label, change }) => `${label} ${change}`);
  return [`${since}: ${changed.join(', ')}.`, ...atTheMoneySentences(state, chain)];
}

/** Of both options of the strike nearest to the spot. */
function atTheMoneySentences(state: DashboardState, slice: ChainSlice | null): string[] {
  const compared = comparedChain(state);
  const spot = slice?.chain.underlyingPrice ?? null;
  if (!slice || spot === null || !compared || 'why' in compared) return [];
  const before = contractsBefore(compared.before, slice.chain.timestamp);
  const away = ({ strike }: StrikeRow) => Math.abs(strike - spot);
  const [near] = slice.strikes.toSorted((one, other) => away(one) - away(other));
  const ofSide = (name: string, contract: StrikeRow['call']) => {
    const change = contract && midChange.text(contract, 0, true, before.get(contract.symbol));
    return change && change !== dash ? [`${name} mid ${change}`] : [];
  };
  const sides = near ? [...ofSide('call', near.call), ...ofSide('put', near.put)] : [];
  return near && sides.length > 0
    ? [`Strike ${strikeText(near.strike)} since the mark: ${sides.join(', ')}.`]
    : [];
}

import { timesOfOptions } from '../../market/quotes/freshness.ts';
import type { Levels } from '../../market/levels/levels.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { levelsHoldUntil } from '../charts/history/level-steps.ts';
import { exposureOfWeight, levelTracks } from '../panes/chart/level-marks.ts';
import { drawnLevelsText, leftOutParts, levelsExpiry } from '../panes/levels/levels-text.ts';
import { formatDollars, formatPercent } from '../present/number.ts';
import { spotSourceSentence } from '../present/spot-source.ts';
import { levelsStaleness } from '../state/freshness.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { freshText } from './fresh-text.ts';
import { cents, price, spot } from './spoken-values.ts';

/** A dot between two words is read out as one. */
const spoken = (text: string) => text.replaceAll(' · ', ', ');

/** Which chain the levels are of, when their quotes were made, and at which spot they are. */
function levelsOrigin(levels: Levels, state: DashboardState): string {
  const context = { phase: shownPicture(state).phase, now: shownNow(state) };
  const { spotSource, spotAt, timestamp } = levels;
  const origin = { source: spotSource, at: spotAt, polledAt: timestamp };
  const from = levels.spot === null ? '' : spotSourceSentence(origin, context.now);
  const rebuilt = levels.isRebuilt ? 'Rebuilt from minute bars. ' : '';
  const fresh = rebuilt + freshText(state, timesOfOptions(levels), levelsStaleness(state));
  return `Levels: ${spoken(levelsExpiry(levels, context))}. Spot ${spot(levels.spot, spotSource)}${from}. ${fresh}`;
}

export function levelSentences(state: DashboardState): string[] {
  const { levels } = shownPicture(state);
  if (!levels) return ['Levels: none yet.'];
  const { weight } = state.ui;
  const exposure = exposureOfWeight(levels, weight);
  const by = weight === 'volume' ? 'volume' : 'open interest';
  const count = exposure?.gammaFlips ?? 1;
  const flips = count > 1 ? `, the nearest of ${count}` : '';
  const parts = leftOutParts(levels) ?? [];
  const leftOut = parts.length === 0 ? [] : [`Left out: ${parts.join(', ')}.`];
  const walls = exposure
    ? `By ${by}: call wall ${price(exposure.callWall)}, put wall ${price(exposure.putWall)}, gamma flip ${cents(exposure.gammaFlip)}${flips}, net gamma ${formatDollars(exposure.gamma.net)} a percent.`
    : `By ${by}: no exposure.`;
  return [levelsOrigin(levels, state), walls, moveSentences(levels), ...leftOut];
}

/** Max pain, both expected moves with what is used of each, and volatility by both counts of time. */
function moveSentences({ maxPain, expectedMove, volatility, assumptions }: Levels): string {
  const { straddle, straddleSpread, used, oneSigma, oneSigmaUsed } = expectedMove;
  const part = (share: number | null, of: string) =>
    share === null ? '' : `, ${formatPercent(share, 0)} of ${of} used`;
  const spread = straddleSpread === null ? '' : `, spread ${cents(straddleSpread)}`;
  const days = volatility.day === null ? '' : `, by trading days ${formatPercent(volatility.day)}`;
  return [
    `Max pain ${price(maxPain)}.`,
    `Straddle ${cents(straddle)}${spread}${part(used, 'the expected move')}.`,
    `One sigma ${cents(oneSigma)}${part(oneSigmaUsed, 'that of the opening')}.`,
    `At-the-money volatility ${formatPercent(volatility.atTheMoney)} by ${assumptions.timeConvention}${days}.`,
  ].join(' ');
}

/** The latest levels that the chart draws, and where the model changed. */
export function drawnLevelSentences(state: DashboardState): string[] {
  const { levelsHistory, phase, priceLine } = shownPicture(state);
  const last = levelsHistory.at(-1);
  if (!last || !priceLine || newYorkDate(last.at) !== priceLine.date) return [];
  const holdsUntil = levelsHoldUntil(levelsHistory, phase, shownNow(state));
  const named = levelTracks(state.ui.weight).flatMap(({ name, value }) => {
    const at = value(last);
    return at === null ? [] : [`${name} ${cents(at)}`];
  });
  const text = drawnLevelsText(levelsHistory, holdsUntil !== null);
  return text === null || named.length === 0 ? [] : [`Drawn: ${spoken(text)}: ${named.join(', ')}.`];
}

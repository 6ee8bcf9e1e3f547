import { timesOfOptions } from '../../market/quotes/freshness.ts';
import type { SummedLevels } from '../../market/levels/sum-levels.ts';
import { exposureOfWeight } from '../panes/chart/level-marks.ts';
import { whyNoSum } from '../panes/levels/levels-state.ts';
import { daysOf, sumName, whyLeftOut } from '../panes/levels/exposure/sum-text.ts';
import { formatDollars } from '../present/number.ts';
import { formatMoment, formatWeekdayDate } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { sumStaleness } from '../state/freshness.ts';
import { isSumShown, shownAnswers, shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { freshText } from './fresh-text.ts';
import { cents, price } from './spoken-values.ts';

/** The sum of the recorded expirations, while the screen shows it: its numbers, what is in it, what is not and why. */
export function sumSentences(state: DashboardState): string[] {
  if (!isSumShown(state)) return [];
  const { sum } = shownAnswers(state);
  if (!sum) return [upstreamText(whyNoSum(state) ?? 'Adding up the recorded expirations.', 160)];
  return [exposureSentence(sum, state), ...expirationSentences(sum, state)];
}

function exposureSentence(sum: SummedLevels, state: DashboardState): string {
  const { weight } = state.ui;
  const exposure = exposureOfWeight(sum, weight);
  const by = `by ${weight === 'volume' ? 'volume' : 'open interest'}`;
  const head = `Exposure of ${sumName(sum)} together, ${by}`;
  const { tier, timestamp, quotedAt } = sum;
  if (!exposure || tier === null || timestamp === null) return `${head}: none.`;
  const count = exposure.gammaFlips ?? 1;
  const flips = count > 1 ? `, the nearest of ${count}` : '';
  const fresh = freshText(state, timesOfOptions({ tier, timestamp, quotedAt }), sumStaleness(state));
  return `${head}: call wall ${price(exposure.callWall)}, put wall ${price(exposure.putWall)}, gamma flip ${cents(exposure.gammaFlip)}${flips}, net gamma ${formatDollars(exposure.gamma.net)} a percent. ${fresh}`;
}

function expirationSentences(sum: SummedLevels, state: DashboardState): string[] {
  const context = { phase: shownPicture(state).phase, now: shownNow(state) };
  const name = (expiration: string) => `${daysOf(expiration, context)}, ${formatWeekdayDate(expiration)}`;
  const within = sum.expirations.map(
    ({ expiration, quotedAt }) => `${name(expiration)}, quotes of ${formatMoment(quotedAt, context.now)}`,
  );
  const without = sum.leftOut.map((one) => `${name(one.expiration)}, ${whyLeftOut(one)}`);
  return [
    ...(within.length === 0 ? [] : [`In the sum: ${within.join('; ')}.`]),
    ...(without.length === 0 ? [] : [`Left out of the sum: ${without.join('; ')}.`]),
  ];
}

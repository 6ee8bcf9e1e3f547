import { freshnessOf, timesOfOptions } from '../../../market/quotes/freshness.ts';
import type { Levels } from '../../../market/levels/levels.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { OwnPhase } from '../../present/own-phase.ts';
import type { Line } from '../../render/line.ts';
import { clipText, textWidth } from '../../render/width.ts';
import { expiryOn, expiryText } from '../../present/expiry.ts';
import { ageText, badgeSpan, rebuiltBadge } from '../../present/freshness-text.ts';
import { formatAge, formatClockMinute, formatMoment } from '../../present/time.ts';
import type { Token } from '../../theme/tokens.ts';

/** How the sign of the dealers' exposure was assumed. */
export type ShownDealerSign = Levels['assumptions']['dealerSign'];

/** In a few words. */
export const shortSign: Record<ShownDealerSign, string> = {
  naive: 'dealers long calls, short puts',
  short: 'dealers short both',
  inverted: 'dealers short calls, long puts',
  unknown: 'dealers as the daemon says',
};

/** What the text of levels depends on, apart from the levels. */
export interface LevelsContext {
  phase: OwnPhase | null;
  now: number;
}

/** Whose levels they are: `0-DTE · Fri 27 Nov`. */
export function levelsExpiry({ expiration, closes }: Levels, { phase, now }: LevelsContext): string {
  return expiryText({ expiration, optionClose: closes?.option ?? null, phase, now });
}

const freshnessOfLevels = (levels: Levels, { phase, now }: LevelsContext) =>
  freshnessOf(timesOfOptions(levels), phase, now);

/** The times of the quotes behind the levels. */
export const levelsAge = (levels: Levels, context: LevelsContext): string =>
  ageText(freshnessOfLevels(levels, context), context.now);

/** `0:12 ago`, and the moment itself while options do not trade. */
export function ageOf(at: number, { phase, now }: LevelsContext): string {
  const isTrading = phase === null || phase.phase === 'regular' || phase.phase === 'options-late';
  return isTrading ? `${formatAge(now - at)} ago` : formatMoment(at, now);
}

/** `0:12 ago · delayed 15m`: the age of the quotes behind the levels, and the delay of the plan. */
export function levelsFreshness(levels: Levels, context: LevelsContext): Line {
  const freshness = freshnessOfLevels(levels, context);
  return [
    [ageText(freshness, context.now), 'dim'],
    [' · ', 'dim'],
    levels.isRebuilt ? rebuiltBadge : badgeSpan(freshness.badge),
  ];
}

/** `model 1 until 11:02, then 2`; `null` where one version of the model made all of the levels. */
export function versionsText(points: readonly LevelsPoint[]): string | null {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before && before.modelVersion !== point.modelVersion) {
      parts.push(`${before.modelVersion} until ${formatClockMinute(point.at)}`);
    }
  }
  return parts.length === 0 ? null : `model ${parts.join(', then ')}, then ${points.at(-1)!.modelVersion}`;
}

/**
 * Whose levels the chart draws: `levels 0-DTE · Mon 23 Nov`, with the time of the newest ones where they no longer
 * hold, and the versions of the model where there are several.
 */
export function drawnLevelsText(points: readonly LevelsPoint[], isHeld: boolean): string | null {
  const last = points.at(-1);
  if (!last) return null;
  const versions = versionsText(points);
  return [
    `levels ${expiryOn(newYorkDate(last.at), last.expiration)}`,
    ...(isHeld ? [] : [`until ${formatClockMinute(last.at)}`]),
    ...(versions === null ? [] : [versions]),
  ].join(', ');
}

type LeftOut = 'old' | 'crossed' | 'oneSided';

const leftOutNames: Record<LeftOut, string> = { old: 'old', crossed: 'crossed', oneSided: 'one-sided' };

/**
 * Quotes that no level uses, by reason: `12 old`, `40 one-sided`. Empty where there are none; `null` where that is
 * not known, as of levels of the first model.
 */
export function leftOutParts({ counts }: Levels): string[] | null {
  const known = (Object.keys(leftOutNames) as LeftOut[]).filter((reason) => counts[reason] !== null);
  if (known.length === 0) return null;
  return known.flatMap((reason) =>
    counts[reason] === 0 ? [] : [`${counts[reason]} ${leftOutNames[reason]}`],
  );
}

/** All of them; 0 where nothing is known. */
const leftOutCount = ({ counts: { old, crossed, oneSided } }: Levels) =>
  (old ?? 0) + (crossed ?? 0) + (oneSided ?? 0);

/** The assumptions behind the levels on one line: the longest form that fits. */
export function assumptionsText(levels: Levels, width: number): string {
  const { assumptions, counts } = levels;
  const sign = shortSign[assumptions.dealerSign];
  const model = counts.model > 0 ? ` · ${counts.model} of ${counts.contracts} greeks: model` : '';
  const leftOut = leftOutCount(levels);
  const without = leftOut > 0 ? ` · ${leftOut} left out` : '';
  const forms = [
    `assumed: ${sign} · open interest of yesterday · T in ${assumptions.timeConvention}${model}${without}`,
    `assumed: ${sign} · yesterday’s OI · T in calendar minutes${model}${without}`,
    `assumed: ${sign} · yesterday’s OI · T in minutes${without}`,
    `${sign} · yesterday’s OI${without}`,
    `dealers ${assumptions.dealerSign} · yesterday’s OI${without}`,
    `dealers ${assumptions.dealerSign} · yesterday’s OI`,
  ];
  return forms.find((form) => textWidth(form) <= width) ?? clipText(forms.at(-1)!, width);
}

/** Above zero, below it, and unknown. */
export const signToken = (value: number | null | undefined): Token =>
  value == null ? 'faint' : value < 0 ? 'down' : 'up';

import type { LeftOutExpiration, SummedLevels } from '../../../../market/levels/sum-levels.ts';
import { plural } from '../../../present/number.ts';
import { expiryKind } from '../../../present/expiry.ts';
import { formatAge, formatMoment, formatWeekdayDate } from '../../../present/time.ts';
import { ageOf, type LevelsContext } from '../levels-text.ts';

/** `all 3 expirations`; `2 of 3 expirations` where some are left out. */
export function sumName({ expirations, leftOut }: SummedLevels): string {
  const all = expirations.length + leftOut.length;
  return leftOut.length === 0
    ? `all ${plural(all, 'expiration')}`
    : `${expirations.length} of ${plural(all, 'expiration')}`;
}

/** `0-DTE`, `3-DTE`. */
export const daysOf = (expiration: string, { phase, now }: LevelsContext): string =>
  expiryKind({ expiration, optionClose: null, phase, now });

/** Why an expiration is not in the sum, in few words. */
export function whyLeftOut({ reason, behindMs }: LeftOutExpiration): string {
  switch (reason) {
    case 'no-chain':
      return 'no chain yet';
    case 'old':
      return `quotes ${formatAge(behindMs ?? 0)} behind`;
    case 'unpriced':
      return 'expired, or no spot';
    case 'other-spot-source':
      return 'spot of another source';
    case 'unknown':
      return 'why, this version does not know';
  }
}

/** `without Tue 1 Dec: quotes 12:00 behind`. */
export function withoutText({ leftOut }: SummedLevels): string {
  const each = leftOut.map((one) => `${formatWeekdayDate(one.expiration)}: ${whyLeftOut(one)}`);
  return `without ${each.join('; ')}`;
}

/** The ages of the quotes in the sum: `0:12 to 0:55 ago`; the moment itself while options do not trade. */
export function sumAge({ expirations }: SummedLevels, context: LevelsContext): string {
  const { now } = context;
  const times = expirations.map(({ quotedAt }) => quotedAt);
  const [newest, oldest] = [Math.max(...times), Math.min(...times)];
  const text = ageOf(oldest, context);
  // Within a second or a minute of each other they read the same.
  if (ageOf(newest, context) === text) return text;
  const isAge = text.endsWith(' ago');
  return `${isAge ? formatAge(now - newest) : formatMoment(newest, now)} to ${text}`;
}

import { countdownText } from '../../base/countdown-text.ts';
import { fixedText } from '../../base/fixed-text.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { LeftOutExpiration, SummedLevels } from '../../market/levels/sum-levels.ts';
import { exposureTable, type LevelsMoment } from '../output/levels-text.ts';
import { table } from '../output/output.ts';
import { sourceMark } from '../output/source-mark.ts';
import { spotLine } from '../output/spot-text.ts';

const dash = '–';
const dayMs = 86_400_000;

/**
 * Levels of several expirations together, in lines: which are in the sum, how old each is, and which are left out.
 * @param moment of the newest chain; `null` where the sum is empty
 * @param now epoch ms by the daemon's clock, from which ages count
 */
export function summedLevelsText(sum: SummedLevels, moment: LevelsMoment | null, now: number): string {
  const { assumptions, putCallRatio } = sum;
  const ratio = (value: number | null) => (value === null ? dash : fixedText(value, 2));
  return [
    origin(sum, moment, now),
    '',
    expirationsTable(sum, now),
    ...leftOutLines(sum, now),
    '',
    exposureTable(sum.byOpenInterest, sum.byVolume),
    '',
    `put/call        ${ratio(putCallRatio.volume)} by volume, ${ratio(putCallRatio.openInterest)} by open interest`,
    'Expected move, volatility, skew and max pain belong to one expiration each: `spyglass levels` has those of the nearest.',
    `model version ${sum.modelVersion}; gamma in dollars for a 1 % move; dealer sign ${assumptions.dealerSign}, open interest of the ${assumptions.openInterest}; each expiration with its own time to expiry`,
  ].join('\n');
}

const daysTo = (expiration: string, now: number) =>
  `${Math.round((Date.parse(expiration) - Date.parse(newYorkDate(now))) / dayMs)}-DTE`;

/** `0-DTE`, `0-DTE + 1-DTE`, `0-DTE … 4-DTE`. */
function span({ expirations }: SummedLevels, now: number): string {
  const days = expirations.map(({ expiration }) => daysTo(expiration, now));
  return days.length > 2 ? `${days[0]} … ${days.at(-1)}` : days.join(' + ');
}

function origin(sum: SummedLevels, moment: LevelsMoment | null, now: number): string {
  const { underlying, expirations, spot, timestamp } = sum;
  if (!moment || spot === null || timestamp === null) return `${underlying}: no expiration can be added up`;
  const count = `${expirations.length} expiration${expirations.length === 1 ? '' : 's'}`;
  const price = spotLine({ price: spot, source: sum.spotSource, at: sum.spotAt, polledAt: timestamp });
  const mark = sum.source === null ? '' : sourceMark(sum.source, ', ');
  return `${underlying} sum of ${span(sum, now)}, ${count}: levels at ${moment.at}, ${price}, ${moment.badge}${mark}`;
}

function momentOf(at: number, now: number): string {
  const date = newYorkDate(at);
  return `${date === newYorkDate(now) ? '' : `${date} `}${formatNewYorkTime(at, true)}`;
}

const ageOf = (at: number, now: number) => `${countdownText(now - at)} old`;

function expirationsTable({ expirations }: SummedLevels, now: number): string {
  return table(
    ['expiration', '', 'quotes of', 'age', '>spot', '>contracts'],
    expirations.map(({ expiration, quotedAt, spot, contracts }) => [
      ...[expiration, daysTo(expiration, now), momentOf(quotedAt, now), ageOf(quotedAt, now)],
      ...[fixedText(spot, 2), String(contracts)],
    ]),
  );
}

function leftOutLines({ leftOut }: SummedLevels, now: number): string[] {
  return leftOut.map(
    (one) => `left out: ${one.expiration} (${daysTo(one.expiration, now)}), ${why(one, now)}`,
  );
}

function why({ reason, quotedAt, behindMs }: LeftOutExpiration, now: number): string {
  const age = quotedAt === null ? '' : `, ${ageOf(quotedAt, now)}`;
  switch (reason) {
    case 'no-chain':
      return 'no chain of it has come yet';
    case 'old':
      return `its quotes are ${countdownText(behindMs ?? 0)} behind the newest${age}`;
    case 'unpriced':
      return `it has expired, or has no spot of its time${age}`;
    case 'other-spot-source':
      return `its spot is from another source than the newest chain's${age}`;
    case 'unknown':
      return `for a reason that this version does not know${age}`;
  }
}

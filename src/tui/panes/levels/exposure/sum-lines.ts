import type {
  LeftOutExpiration,
  SummedExpiration,
  SummedLevels,
} from '../../../../market/levels/sum-levels.ts';
import { dash, formatCents, formatDollars, formatFixed, formatPrice } from '../../../present/number.ts';
import { formatWeekdayDate } from '../../../present/time.ts';
import { joinFitting, type Line, lineWidth } from '../../../render/line.ts';
import { clipText, textWidth } from '../../../render/width.ts';
import { exposureOfWeight, type Weight } from '../../chart/level-marks.ts';
import { ageOf, type LevelsContext, shortSign, signToken } from '../levels-text.ts';
import { daysOf, whyLeftOut } from './sum-text.ts';

/** What the lines below the strikes of a sum depend on. */
export interface SumLinesInput extends LevelsContext {
  weight: Weight;
  width: number;
  /** At most so many lines. */
  rows: number;
}

/**
 * Below the strikes of a sum: its numbers, each expiration in it with the age of its quotes, those that are left out with
 * the reason, and what is assumed.
 */
export function sumLines(sum: SummedLevels, input: SumLinesInput): Line[] {
  const { width, weight, rows } = input;
  return [
    numbersLine(sum, weight, width),
    ...expirationLines(sum, input, Math.max(1, rows - 2)),
    assumedLine(sum, width),
  ];
}

function numbersLine(sum: SummedLevels, weight: Weight, width: number): Line {
  const exposure = exposureOfWeight(sum, weight);
  const net = exposure?.gamma.net ?? null;
  const price = (label: string, value: string): Line => [
    [`${label} `, 'dim'],
    [value, 'strong'],
  ];
  const ratio = sum.putCallRatio[weight];
  const parts: Line[] = [
    [
      ['net ', 'dim'],
      [formatDollars(net), signToken(net)],
      [' per 1%', 'dim'],
    ],
    price('call wall', formatPrice(exposure?.callWall ?? null)),
    price('put wall', formatPrice(exposure?.putWall ?? null)),
    price('flip', exposure?.gammaFlip == null ? 'none within 5%' : formatCents(exposure.gammaFlip)),
    price('put/call', ratio === null ? dash : formatFixed(ratio, 2)),
  ];
  return joinFitting(parts, ['  '], width);
}

const inSum = ({ expiration, quotedAt }: SummedExpiration, context: LevelsContext): Line => [
  [`${daysOf(expiration, context)} ${formatWeekdayDate(expiration)} `, 'dim'],
  [ageOf(quotedAt, context)],
];

const outOfSum = (one: LeftOutExpiration, context: LevelsContext): Line => [
  [`without ${daysOf(one.expiration, context)} ${formatWeekdayDate(one.expiration)}: `, 'warning'],
  [whyLeftOut(one), 'warning'],
];

/** All expirations; where there is no room for them, the later ones of the sum are only counted. */
function expirationLines(sum: SummedLevels, input: SumLinesInput, rows: number): Line[] {
  const { width } = input;
  const pieces = sum.expirations.map((one) => inSum(one, input));
  const out = sum.leftOut.map((one) => outOfSum(one, input));
  for (let shown = pieces.length; shown >= 0; shown -= 1) {
    const more: Line[] = shown === pieces.length ? [] : [[[`and ${pieces.length - shown} more`, 'dim']]];
    const lines = wrapPieces([...pieces.slice(0, shown), ...more, ...out], width);
    if (lines.length <= rows) return lines;
  }
  return wrapPieces(out, width).slice(0, rows);
}

const between = ' · ';

/** Pieces one after the other, in as many lines as they take. */
function wrapPieces(pieces: readonly Line[], width: number): Line[] {
  const lines: Line[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const isFit = last && lineWidth(last) + between.length + lineWidth(piece) <= width;
    if (isFit) lines[lines.length - 1] = [...last, [between, 'dim'], ...piece];
    else lines.push(piece);
  }
  return lines;
}

/** What the sum assumes: the longest form that fits. */
function assumedLine({ assumptions }: SummedLevels, width: number): Line {
  const sign = shortSign[assumptions.dealerSign];
  const forms = [
    `assumed: ${sign} · open interest of yesterday · each expiration priced by itself, and added up`,
    `assumed: ${sign} · open interest of yesterday · each expiration by itself`,
    `assumed: ${sign} · yesterday’s OI · each expiration by itself`,
    `assumed: ${sign} · yesterday’s OI`,
    `${sign} · yesterday’s OI`,
    `dealers ${assumptions.dealerSign} · yesterday’s OI`,
  ];
  const text = forms.find((form) => textWidth(form) <= width) ?? clipText(forms.at(-1)!, width);
  return [[text, 'faint']];
}

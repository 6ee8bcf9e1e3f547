import { countdownText } from '../../../base/countdown-text.ts';
import type { AtTheMoneySide, Levels } from '../../../market/levels/levels.ts';
import { joinFitting, type Line, lineWidth } from '../../render/line.ts';
import { wrapText } from '../../render/width.ts';
import {
  dash,
  formatCents,
  formatDollars,
  formatFixed,
  formatPercent,
  formatSigned,
  formatSpot,
} from '../../present/number.ts';
import { formatClockMinute } from '../../present/time.ts';
import type { Token } from '../../theme/tokens.ts';
import { exposureOfWeight, type Weight } from '../chart/level-marks.ts';
import { ageOf, leftOutParts, type LevelsContext, levelsFreshness, signToken } from './levels-text.ts';
import { labelCells, labelled, level } from './labelled-line.ts';
import { burnLines, moveLines } from './move-and-decay.ts';

/** The nearest flip, and how many there are if there are several. */
function flipLine(levels: Levels, weight: Weight, width: number): Line {
  const exposure = exposureOfWeight(levels, weight);
  const flips = exposure?.gammaFlips ?? 1;
  const form = { none: 'none within 5%', format: formatCents };
  const lines = ['', ...(flips > 1 ? [`of ${flips}`, `nearest of ${flips}`] : [])].map((note) =>
    level('flip', exposure?.gammaFlip, levels.spot, { ...form, note }),
  );
  return lines.findLast((line) => lineWidth(line) <= width) ?? lines[0]!;
}

/** The spot that the levels were computed at, its source and its age. */
function spotLine(levels: Levels, context: LevelsContext): Line {
  const { spot, spotSource, spotAt } = levels;
  if (spot === null) return labelled('spot', [[dash, 'faint']]);
  const at = spotAt === null ? '' : ` ${ageOf(spotAt, context)}`;
  return labelled('spot', [
    [formatSpot(spot, spotSource), 'strong'],
    [`  ${spotSource ?? ''}${at}`, 'dim'],
  ]);
}

/** The age of the quotes behind the levels; of the poll where that is not known. */
const quotesLine = (levels: Levels, context: LevelsContext): Line =>
  labelled('quotes', levelsFreshness(levels, context));

/** Quotes that no level uses; no lines where that is not known. */
function leftOutLines(levels: Levels, width: number): Line[] {
  const parts = leftOutParts(levels);
  if (parts === null) return [];
  const rows = wrapText(parts.length === 0 ? 'none' : parts.join(' · '), width - labelCells);
  return rows.map((text, row) => labelled(row === 0 ? 'left out' : '', [[text, 'dim']]));
}

function clockLines({ closes }: Levels, now: number, width: number): Line[] {
  if (!closes) return [];
  const left = (at: number, token: Token = 'dim'): Line =>
    at > now
      ? [
          [countdownText(at - now), 'strong'],
          [` to ${formatClockMinute(at)}`, token],
        ]
      : [['closed', 'dim']];
  // The regular close is at 16:00 except on some days next to holidays.
  const isEarly = formatClockMinute(closes.regular) !== '16:00';
  const close = left(closes.regular, isEarly ? 'warning' : 'dim');
  const parts: Line[] = isEarly ? [close, [['early', 'warning']]] : [close];
  return [
    labelled('close', joinFitting(parts, ['  '], width - labelCells)),
    labelled('opt. close', left(closes.option)),
  ];
}

/** What the levels in numbers are drawn from. */
export interface LevelNumbersInput extends LevelsContext {
  weight: Weight;
  /** Of the chain that the levels are of; `null` where it is not known. */
  width: number;
}

/** The levels in numbers, with both clocks. */
export function levelNumbers(levels: Levels, { weight, width, ...context }: LevelNumbersInput): Line[] {
  const { spot, putCallRatio, volatility } = levels;
  const exposure = exposureOfWeight(levels, weight);
  const gamma = exposure?.gamma ?? null;
  const net = gamma?.net ?? null;
  return [
    spotLine(levels, context),
    quotesLine(levels, context),
    labelled('net GEX', [
      [formatDollars(net), signToken(net)],
      [' per 1%', 'dim'],
    ]),
    labelled('', [
      ['C ', 'dim'],
      [formatDollars(gamma?.call ?? null), signToken(gamma?.call)],
      ['  P ', 'dim'],
      [formatDollars(gamma?.put ?? null), signToken(gamma?.put)],
    ]),
    level('call wall', exposure?.callWall, spot),
    level('put wall', exposure?.putWall, spot),
    flipLine(levels, weight, width),
    level('max pain', levels.maxPain, spot),
    ...moveLines(levels, width),
    labelled('ATM IV', [
      [formatPercent(volatility.atTheMoney), 'strong'],
      ['  skew ', 'dim'],
      [volatility.skew === null ? dash : `${formatSigned(volatility.skew * 100, 1)} pts`],
    ]),
    labelled('put/call', [
      ['vol ', 'dim'],
      [formatFixed(putCallRatio.volume, 2)],
      ['  OI ', 'dim'],
      [formatFixed(putCallRatio.openInterest, 2)],
    ]),
    ...burnLines(levels, width),
    ...clockLines(levels, context.now, width),
    ...leftOutLines(levels, width),
  ];
}

/** Secondary numbers, for tall panes. */
export function moreNumbers(levels: Levels, weight: Weight): Line[] {
  const exposure = exposureOfWeight(levels, weight);
  const { volatility, counts, atTheMoney } = levels;
  const spread = (side: AtTheMoneySide | null | undefined) =>
    side?.spreadPercent == null ? dash : `${formatFixed(side.spreadPercent, 1)}%`;
  return [
    level('most gamma', exposure?.absoluteGammaStrike, levels.spot),
    labelled('delta', [[formatDollars(exposure?.delta ?? null), signToken(exposure?.delta)]]),
    labelled('vega', [
      [formatDollars(exposure?.vega ?? null), signToken(exposure?.vega)],
      [' per pt', 'dim'],
    ]),
    labelled('25Δ IV', [
      ['P ', 'dim'],
      [formatPercent(volatility.put25)],
      ['  C ', 'dim'],
      [formatPercent(volatility.call25)],
    ]),
    labelled('ATM spread', [
      ['C ', 'dim'],
      [spread(atTheMoney?.call)],
      ['  P ', 'dim'],
      [spread(atTheMoney?.put)],
    ]),
    labelled('greeks', [[`${counts.vendor} vendor · ${counts.model} model`, 'dim']]),
    ...(counts.extended === null ? [] : [labelled('smile', [[`${counts.extended} extended`, 'dim']])]),
    ...(counts.dropped === null ? [] : [labelled('vendor IV', [[`${counts.dropped} dropped`, 'dim']])]),
    labelled('model', [[`version ${levels.modelVersion}`, 'dim']]),
  ];
}

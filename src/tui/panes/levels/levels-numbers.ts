import { timeConvention } from '../../../market/pricing/expiry-clocks.ts';
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

/** At the money by calendar minutes and by the trading days of a year of 252, and the skew: the longest form that fits. */
function volatilityLine({ volatility }: Levels, width: number): Line {
  const { atTheMoney, day, skew } = volatility;
  const minutes: Line = [[formatPercent(atTheMoney), 'strong']];
  const points = skew === null ? dash : formatSigned(skew * 100, 1);
  const skewed = (gap: string, unit: string): Line => [[`${gap}skew `, 'dim'], [`${points}${unit}`]];
  const unit = skew === null ? '' : ' pts';
  const days = (gap: string): Line => [[`${gap}252d `, 'dim'], [formatPercent(day)]];
  const forms: Line[] = [
    ...(day === null
      ? []
      : [
          [...minutes, ...days('  '), ...skewed('  ', unit)],
          [...minutes, ...days(' '), ...skewed(' ', '')],
        ]),
    [...minutes, ...skewed('  ', unit)],
  ];
  const fitting = forms.find((form) => lineWidth(form) <= width - labelCells);
  return labelled('ATM IV', fitting ?? forms.at(-1)!);
}

/** Forward, rate and dividends until expiry. */
function forwardLines({ pricedWith }: Levels, width: number): Line[] {
  if (!pricedWith) return [];
  const { forward, rate, dividends } = pricedWith;
  const parts: Line[] = [
    [[formatCents(forward), 'strong']],
    [[`r ${formatFixed(rate * 100, 2)}%`, 'dim']],
    [[`div ${formatCents(dividends)}`, 'dim']],
  ];
  return [labelled('forward', joinFitting(parts, ['  '], width - labelCells))];
}

/** How the contracts are priced, and what time counts. */
function pricedAsLines({ pricedWith, closes }: Levels): Line[] {
  if (!pricedWith) return [];
  return [
    labelled('priced as', [[pricedWith.exercise, 'dim']]),
    labelled('time', [[timeConvention(closes), 'dim']]),
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
  const { spot, putCallRatio } = levels;
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
    volatilityLine(levels, width),
    labelled('put/call', [
      ['vol ', 'dim'],
      [formatFixed(putCallRatio.volume, 2)],
      ['  OI ', 'dim'],
      [formatFixed(putCallRatio.openInterest, 2)],
    ]),
    ...burnLines(levels, width),
    ...clockLines(levels, context.now, width),
    ...leftOutLines(levels, width),
    ...forwardLines(levels, width),
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
    ...pricedAsLines(levels),
    labelled('greeks', [[`${counts.vendor} vendor · ${counts.model} model`, 'dim']]),
    ...(counts.extended === null ? [] : [labelled('smile', [[`${counts.extended} extended`, 'dim']])]),
    ...(counts.dropped === null ? [] : [labelled('vendor IV', [[`${counts.dropped} dropped`, 'dim']])]),
    labelled('model', [[`version ${levels.modelVersion}`, 'dim']]),
  ];
}

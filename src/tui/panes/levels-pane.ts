import { countdownText } from '../../base/countdown-text.ts';
import type { DataTier } from '../../market/quote.ts';
import type { AtTheMoneySide, Levels } from '../../protocol/levels.ts';
import type { LevelsPoint } from '../../protocol/levels-history.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../draw/box.ts';
import { joinFitting, type Line, lineWidth, type Span, spreadLine } from '../draw/line.ts';
import { gauge } from '../draw/meters.ts';
import { alignLeft, wrapText } from '../draw/width.ts';
import type { Rect } from '../layout.ts';
import {
  dash,
  formatCents,
  formatDollars,
  formatFixed,
  formatPercent,
  formatPrice,
  formatSigned,
  formatSignedPercent,
} from '../present/number.ts';
import { formatClockMinute } from '../present/time.ts';
import type { Token } from '../theme/tokens.ts';
import { exposureOfWeight, type Weight } from './level-marks.ts';
import { historyRows } from './levels-history.ts';
import { levelsFreshness, signToken } from './levels-text.ts';
import { pickLabels, titleToken } from './title.ts';

export interface LevelsPaneInput {
  rect: Rect;
  isFocused: boolean;
  levels: Levels | null;
  weight: Weight;
  now: number;
  /** Of the chain that the levels are of; `null` where it is not known. */
  tier: DataTier | null;
  /** Why there are none, where more than the first chain is wanting. */
  why: string | null;
  /** Drawn below the numbers where it has no pane of its own; empty where it has. */
  history: readonly LevelsPoint[];
}

const labelCells = 11;

const labelled = (label: string, value: Line): Line => [[alignLeft(label, labelCells), 'dim'], ...value];

/** A price and how far it is from the spot. */
function level(
  label: string,
  price: number | null | undefined,
  spot: number | null,
  { none = dash, format = formatPrice }: { none?: string; format?: (price: number) => string } = {},
): Line {
  if (price == null) return labelled(label, [[none, 'faint']]);
  const away = spot === null ? '' : formatSignedPercent(((price - spot) / spot) * 100);
  return labelled(label, [
    [format(price), 'strong'],
    [away === '' ? '' : `  ${away}`, 'dim'],
  ]);
}

function burnLines(levels: Levels, width: number): Line[] {
  const side = (name: string, burn: AtTheMoneySide | null | undefined, hasPercent: boolean): Line => {
    const dollars = burn?.thetaDollarsPerMinute ?? null;
    if (!burn || dollars === null) return [[`${name} ${dash}`, 'faint']];
    const percent = burn.thetaPercentPerMinute;
    const share = hasPercent && percent !== null ? ` ${formatFixed(Math.abs(percent), 2)}%` : '';
    return [[`${name} `, 'dim'], [`$${formatFixed(Math.abs(dollars), 2)}`], [share, 'dim']];
  };
  const sides = (hasPercent: boolean): Line => [
    ...side('C', levels.atTheMoney?.call, hasPercent),
    ['  '],
    ...side('P', levels.atTheMoney?.put, hasPercent),
  ];
  const isFit = lineWidth(sides(true)) <= width - labelCells;
  return [labelled('burn/min', sides(isFit))];
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
  // The regular close is at 16:00 but for the days before and after some holidays.
  const isEarly = formatClockMinute(closes.regular) !== '16:00';
  const close = left(closes.regular, isEarly ? 'warning' : 'dim');
  const parts: Line[] = isEarly ? [close, [['early', 'warning']]] : [close];
  return [
    labelled('close', joinFitting(parts, ['  '], width - labelCells)),
    labelled('opt. close', left(closes.option)),
  ];
}

function moveLines(levels: Levels, width: number): Line[] {
  const { straddle, oneSigma, opening, used } = levels.expectedMove;
  const now = labelled('straddle', [
    [formatCents(straddle), 'strong'],
    [`  1σ ${formatCents(oneSigma)}`, 'dim'],
  ]);
  if (!opening) return [now, labelled('exp. move', [[dash, 'faint']])];
  const token: Token = (used ?? 0) >= 1 ? 'warning' : 'accent';
  const share = formatPercent(used, 0);
  const bar = Math.max(4, Math.min(24, width - labelCells - share.length - 1));
  return [
    now,
    labelled(
      'exp. move',
      joinFitting(
        [
          [
            [`±${formatCents(opening.straddle)}`, 'strong'],
            [` of ${formatCents(opening.reference)}`, 'dim'],
          ],
          [[`at ${formatClockMinute(opening.since)}`, 'dim']],
        ],
        [' '],
        width - labelCells,
      ),
    ),
    labelled('used', [
      ...gauge(used ?? 0, bar, token),
      [` ${share}`, token === 'warning' ? 'warning' : 'strong'],
    ]),
  ];
}

function numbers(levels: Levels, weight: Weight, now: number, width: number): Line[] {
  const { spot, putCallRatio, volatility } = levels;
  const exposure = exposureOfWeight(levels, weight);
  const gamma = exposure?.gamma ?? null;
  const net = gamma?.net ?? null;
  return [
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
    level('flip', exposure?.gammaFlip, spot, { none: 'none within 5%', format: formatCents }),
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
    ...clockLines(levels, now, width),
  ];
}

/** What is nice to know where there is room. */
function moreNumbers(levels: Levels, weight: Weight): Line[] {
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
  ];
}

/** The levels in numbers, with both clocks; below them the day in small where there is room. */
export function levelsPaneLines(input: LevelsPaneInput): Line[] {
  const { rect, isFocused, levels, weight, now } = input;
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const lines = levels
    ? numbers(levels, weight, now, width)
    : wrapText(input.why ?? 'Waiting…', width).map((text): Line => [[text, 'dim']]);
  const more = levels ? moreNumbers(levels, weight) : [];
  const hasMore = height - lines.length - more.length > (input.history.length > 0 ? 5 : 0);
  if (hasMore) lines.push([], ...more);
  const left = height - lines.length;
  const small = levels && left >= 2 ? historyRows(input.history, levels.closes, width, left) : [];
  const title: Line = [['Levels', titleToken(isFocused)]];
  const by: Span = [weight === 'volume' ? 'by volume' : 'by open interest', 'dim'];
  const fresh: Line = levels ? levelsFreshness(levels, input.tier, now) : [];
  const labels = pickLabels(rect.width, [
    { title, status: levels ? [by, [' · ', 'dim'], ...fresh] : [by] },
    { title, status: levels ? fresh : [by] },
    { title, status: [] },
  ]);
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labels,
    body: [...lines, ...small].map((line) => spreadLine(line, [], width)),
  });
}

import { freshnessOf, timesOfQuote } from '../../../market/quotes/freshness.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import type { History } from '../../charts/history/history.ts';
import { type ChartRange, type ChartStyle, chartRanges } from '../../charts/range.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { joinFitting, type Line, lineWidth, type Span } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { ageText, badgeSpan } from '../../present/freshness-text.ts';
import { formatCents, formatCompact, formatPrice } from '../../present/number.ts';
import { formatDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { FailureText } from '../../state/failure-text.ts';
import type { Look } from '../../theme/painter.ts';
import type { Token } from '../../theme/tokens.ts';
import { keyHints } from '../frame/key-hints.ts';
import { directionOf } from '../quote/quote-facts.ts';
import { pickLabels, titleToken } from '../frame/title.ts';

/** What the chart pane is drawn from. */
export interface ChartPaneInput {
  rect: Rect;
  isFocused: boolean;
  symbol: string;
  range: ChartRange;
  style: ChartStyle;
  quote: Quote | null;
  phase: PhaseState | null;
  now: number;
  /** Rows that fill the room `chartRoom` gives; `null` while there is nothing to draw. */
  chart: readonly Line[] | null;
  /** What was drawn. */
  history: History | null;
  /** Whose levels were drawn, from `drawnLevelsText`; `null` where none were. */
  levels: string | null;
  look: Look;
  isAnswered: boolean;
  failure: FailureText | null;
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

/** Cells for the chart in a pane of that size: all but the frame and the legend. */
export function chartRoom(rect: Rect): { width: number; height: number } {
  return { width: rect.width - boxFrameColumns, height: rect.height - boxFrameRows - 1 };
}

function rangeSpans(range: ChartRange): Line {
  return chartRanges.flatMap((name): Span[] =>
    name === range ? [[` ${name} `, 'text', 'tab']] : [[` ${name} `, 'dim']],
  );
}

const entry = (mark: string, token: Token, text: string): Line => [
  [mark, token],
  [` ${text}`, 'dim'],
];

/** What one candle stands for, and how to tell those that rose from those that fell. */
function candleParts({ history, look }: ChartPaneInput): Line[] {
  const candles = history?.candles;
  if (!candles) return [];
  const { hasColors, isAscii } = look;
  const filled = isAscii ? '#' : '┃';
  const hollow = isAscii ? 'O' : '║';
  const parts: Line[] = [
    [
      [hasColors ? filled : hollow, 'up'],
      [hasColors ? '' : ' up '],
      [filled, 'down'],
      [hasColors ? '' : ' down'],
      [` ${candles.span}`, 'dim'],
    ],
  ];
  const last = candles.candles.findLast((candle) => candle !== null);
  if (!last) return parts;
  const token = last.close >= last.open ? 'up' : 'down';
  const prices = (['open', 'high', 'low', 'close'] as const).flatMap((name): Span[] => [
    [name === 'open' ? 'O ' : ` ${name[0]!.toUpperCase()} `, 'dim'],
    [formatPrice(last[name]), token],
  ]);
  return [...parts, prices];
}

/** The VWAP as drawn. The vendor's VWAP in the quote may count trades that are in no bar. */
function vwapParts({ history }: ChartPaneInput): Line[] {
  const last = history?.vwap.findLast((price) => Number.isFinite(price));
  if (!history || last === undefined) return [];
  const band = history.bands.findLast(({ upper }) => Number.isFinite(upper));
  const vwap = entry('━', 'chartVwap', `VWAP ${formatCents(last)}`);
  if (!band) return [vwap];
  return [vwap, entry('━', 'chartBand', `±1σ ${formatCents(band.lower)}–${formatCents(band.upper)}`)];
}

function legend(input: ChartPaneInput): Line {
  const { quote, range, history } = input;
  const direction = quote ? directionOf(quote) : 'dim';
  const line = entry('━', direction === 'dim' ? 'accent' : direction, input.symbol || 'price');
  const parts: Line[] = [...(history?.candles ? candleParts(input) : [line]), ...vwapParts(input)];
  if (range === '1D') {
    parts.push(entry('╌', 'chartReference', `previous close ${formatPrice(quote?.previousClose ?? null)}`));
    if (input.levels !== null) parts.push(entry('┈', 'chartLevel', 'levels'));
    parts.push([
      ['day ', 'dim'],
      [`${formatPrice(quote?.dayLow ?? null)}–${formatPrice(quote?.dayHigh ?? null)}`],
    ]);
    parts.push([['volume ', 'dim'], [formatCompact(quote?.volume ?? null)]]);
  }
  // Before what may be left out for want of room.
  if (history?.isPartRebuilt) parts.splice(1, 0, [['partly bars that came later', 'warning']]);
  if (history?.since) parts.push([[`nothing recorded before ${formatDate(history.since)}`, 'warning']]);
  return joinFitting(parts, ['   '], input.rect.width - boxFrameColumns);
}

function waiting({ failure, isAnswered, range, keyOf }: ChartPaneInput): Line {
  if (failure) return [[upstreamText(`${failure.message} ${failure.hint}`), 'warning']];
  if (!isAnswered) return [['Asking the daemon for bars…', 'dim']];
  return [
    [
      range === '1D'
        ? 'No price of this session yet.'
        : `No bars recorded yet; they come after the close, or with ${keyOf('refresh-all') ?? 'a refresh'}.`,
      'dim',
    ],
  ];
}

const levelNames = [
  'CW call wall · PW put wall · MP max pain · ±EM expected move',
  'CW PW walls · MP max pain · ±EM expected move',
];

/**
 * In the bottom border: whose levels are drawn, the keys, and what the levels' letters stand for where there is room.
 */
function noteOf({ rect, levels, keyOf, style }: ChartPaneInput): Line {
  const keys = keyHints(keyOf, [
    ['range-next', 'range'],
    ['chart-style', style === 'line' ? 'candles' : 'line'],
  ]);
  if (levels === null) return keys;
  const named: Line = [[levels, 'dim']];
  const withKeys: Line = [...named, ['  '], ...keys];
  const explained = levelNames.map((names): Line => [...named, [` · ${names}  `, 'faint'], ...keys]);
  const forms: Line[] = [...explained, withKeys, named];
  return forms.find((form) => lineWidth(form) + noteFrame <= rect.width) ?? keys;
}

/** Corners, the blanks around the note and a piece of border on both sides. */
const noteFrame = 6;

export function chartPaneLines(input: ChartPaneInput): Line[] {
  const { rect, isFocused, quote, phase, now } = input;
  const title: Line = [[`${input.symbol || 'Chart'} `, titleToken(isFocused)], ...rangeSpans(input.range)];
  const freshness = quote && freshnessOf(timesOfQuote(quote), phase, now);
  const labels = pickLabels(
    rect.width,
    freshness
      ? [
          {
            title,
            status: [[`${ageText(freshness, now)} · `, 'dim'], badgeSpan(freshness.badge)],
          },
          { title, status: [] },
        ]
      : [{ title, status: [] }],
  );
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labels,
    note: noteOf(input),
    body: [legend(input), ...(input.chart ?? [[], waiting(input)])],
  });
}

import type { Quote } from '../../market/quote.ts';
import { type ChartRange, chartRanges } from '../charts/range.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../draw/box.ts';
import { joinFitting, type Line, type Span } from '../draw/line.ts';
import type { Rect } from '../layout.ts';
import { formatCompact, formatPrice } from '../present/number.ts';
import { tierSpan } from '../present/tier.ts';
import { formatAge } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { FailureText } from '../state/ui.ts';
import type { Token } from '../theme/tokens.ts';
import { directionOf } from './quote-facts.ts';
import { pickLabels, titleToken } from './title.ts';

export interface ChartPaneInput {
  rect: Rect;
  isFocused: boolean;
  symbol: string;
  range: ChartRange;
  quote: Quote | null;
  now: number;
  /** Rows that fill the room `chartRoom` gives; `null` while there is nothing to draw. */
  chart: readonly Line[] | null;
  hasLevels: boolean;
  hasVwap: boolean;
  isAnswered: boolean;
  failure: FailureText | null;
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

function legend(input: ChartPaneInput): Line {
  const { quote, range } = input;
  const entry = (mark: string, token: Token, text: string): Line => [
    [mark, token],
    [` ${text}`, 'dim'],
  ];
  const direction = quote ? directionOf(quote) : 'dim';
  const parts: Line[] = [entry('━', direction === 'dim' ? 'accent' : direction, input.symbol || 'price')];
  if (input.hasVwap) parts.push(entry('━', 'chartVwap', `VWAP ${formatPrice(quote?.vwap ?? null)}`));
  if (range === '1D') {
    parts.push(entry('╌', 'chartReference', `previous close ${formatPrice(quote?.previousClose ?? null)}`));
    if (input.hasLevels) parts.push(entry('┈', 'chartLevel', 'levels'));
    parts.push([
      ['day ', 'dim'],
      [`${formatPrice(quote?.dayLow ?? null)}–${formatPrice(quote?.dayHigh ?? null)}`],
    ]);
  }
  parts.push([['volume ', 'dim'], [formatCompact(quote?.volume ?? null)]]);
  return joinFitting(parts, ['   '], input.rect.width - boxFrameColumns);
}

function waiting({ failure, isAnswered, range }: ChartPaneInput): Line {
  if (failure) return [[upstreamText(`${failure.message} ${failure.hint}`), 'warning']];
  if (!isAnswered) return [['Asking the daemon for bars…', 'dim']];
  return [
    [
      range === '1D'
        ? 'No price of this session yet.'
        : 'No bars recorded yet; they come after the close, or with R.',
      'dim',
    ],
  ];
}

export function chartPaneLines(input: ChartPaneInput): Line[] {
  const { rect, isFocused, quote, now } = input;
  const title: Line = [[`${input.symbol || 'Chart'} `, titleToken(isFocused)], ...rangeSpans(input.range)];
  const labels = pickLabels(
    rect.width,
    quote
      ? [
          { title, status: [[`${formatAge(now - quote.receivedAt)} ago · `, 'dim'], tierSpan(quote.tier)] },
          { title, status: [] },
        ]
      : [{ title, status: [] }],
  );
  const note: Line = [
    ['← →', 'key'],
    [' range', 'dim'],
    ...(input.hasLevels
      ? ([['  CW call wall · PW put wall · MP max pain · ±EM expected move', 'faint']] as const)
      : []),
  ];
  const shortNote: Line = [
    ['← →', 'key'],
    [' range', 'dim'],
  ];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labels,
    note: rect.width >= 90 ? note : shortNote,
    body: [legend(input), ...(input.chart ?? [[], waiting(input)])],
  });
}

import { boxFrameColumns } from '../../render/box.ts';
import { joinFitting, type Line, type Span } from '../../render/line.ts';
import { dash, formatCents, formatCompact, formatPrice } from '../../present/number.ts';
import { formatDate } from '../../present/time.ts';
import type { Token } from '../../theme/tokens.ts';
import type { ChartPaneInput } from './chart-pane-input.ts';
import type { DayFacts } from './day-facts.ts';
import { readoutLine } from './cursor/readout.ts';

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

/** What is drawn, and its newest values; what the cursor reads stands in its place. */
export function chartLegend(input: ChartPaneInput): Line {
  const { facts, range, history, reading } = input;
  const room = input.rect.width - boxFrameColumns;
  if (reading) return readoutLine(reading, room, input.now);
  const line = entry('━', tokenOf(facts), input.symbol || 'price');
  const parts: Line[] = [...(history?.candles ? candleParts(input) : [line]), ...vwapParts(input)];
  if (range === '1D') parts.push(...dayParts(input));
  // Before what may be left out for want of room.
  if (history?.isPartRebuilt) parts.splice(1, 0, [['partly bars that came later', 'warning']]);
  if (history?.since) parts.push([[`nothing recorded before ${formatDate(history.since)}`, 'warning']]);
  return joinFitting(parts, ['   '], room);
}

/** The colour of the line. */
export function tokenOf(facts: DayFacts | null): 'up' | 'down' | 'accent' {
  const change = facts?.change ?? 0;
  if (change === 0) return 'accent';
  return change > 0 ? 'up' : 'down';
}

function rangeText(facts: DayFacts | null): string {
  const { low = null, high = null } = facts ?? {};
  return low === null && high === null ? dash : `${formatPrice(low)}–${formatPrice(high)}`;
}

function dayParts({ facts, levels }: ChartPaneInput): Line[] {
  const minutes = facts?.volumeMinutes;
  return [
    entry('╌', 'chartReference', `previous close ${formatPrice(facts?.previousClose ?? null)}`),
    ...(levels === null ? [] : [entry('┈', 'chartLevel', 'levels')]),
    [['day ', 'dim'], [rangeText(facts)]],
    [
      ['volume ', 'dim'],
      [formatCompact(facts?.volume ?? null)],
      ...(minutes ? ([[` in ${minutes.known} of ${minutes.of} min`, 'dim']] as const) : []),
    ],
  ];
}

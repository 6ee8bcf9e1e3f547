import { remembered } from '../../../base/remembered.ts';
import type { PricePoint } from '../../../market/quotes/price-line.ts';
import { changeOf, type Quote } from '../../../market/quotes/quote.ts';
import { spreadOf } from '../../../market/quotes/spread.ts';
import { isIndexTicker } from '../../../market/symbols/roots.ts';
import { bigNumber, bigRows } from '../../render/big-digits.ts';
import { type Line, lineWidth, type Span, spreadLine } from '../../render/line.ts';
import { positionBar, sparkline } from '../../render/meters.ts';
import {
  arrowOf,
  dash,
  formatCents,
  formatCompact,
  formatFixed,
  formatPrice,
  formatSigned,
  formatSignedPercent,
} from '../../present/number.ts';
import type { Token } from '../../theme/tokens.ts';

/** How the numbers are laid out: with large digits, in two wide rows, or in four narrow ones. */
export type QuoteForm = 'big' | 'wide' | 'narrow';

export const factRows: Record<QuoteForm, number> = { big: bigRows, wide: 2, narrow: 4 };

/** Up, down or neither, against the previous close. */
export function directionOf(quote: Quote): 'up' | 'down' | 'dim' {
  const change = changeOf(quote)?.change ?? 0;
  if (change > 0) return 'up';
  return change < 0 ? 'down' : 'dim';
}

const fact = (label: string, value: string): Line => [[`${label} `, 'dim'], [value]];

const join = (lines: readonly Line[], gap = '  '): Line =>
  lines.flatMap((line, index) => (index === 0 ? [...line] : [[gap] as Span, ...line]));

function changeLine(quote: Quote): Line {
  const change = changeOf(quote);
  if (!change) return [[quote.priceKind === 'close' ? 'the last close' : `${dash} no previous close`, 'dim']];
  const token = directionOf(quote);
  const arrow = arrowOf(change.change);
  return [[`${arrow} ${formatSigned(change.change)}  ${formatSignedPercent(change.percent)}`, token]];
}

function marketLine({ bid, ask }: Quote): Line {
  return [[formatPrice(bid)], [' × ', 'dim'], [formatPrice(ask)]];
}

/** In dollars and in per cent of the mid; a crossed market says so, and an index that it has none. */
function spreadLineOf(quote: Quote): Line {
  if (isIndexTicker(quote.symbol)) return [['index', 'dim']];
  const { shape, width, percent } = spreadOf(quote);
  if (shape === 'crossed') return [['crossed market', 'warning']];
  if (width === null || percent === null)
    return [
      ['spread ', 'dim'],
      [dash, 'faint'],
    ];
  return [['spread ', 'dim'], [`${formatPrice(width)} · ${formatFixed(percent, 3)}%`]];
}

/** Bid and ask, and the longest form of the spread that fits. */
function marketLineIn(quote: Quote, room: number): Line {
  const { width } = spreadOf(quote);
  const short: Line = width === null ? spreadLineOf(quote) : fact('spread', formatPrice(width));
  const forms = [join([marketLine(quote), spreadLineOf(quote)]), join([marketLine(quote), short])];
  return forms.find((form) => lineWidth(form) <= room) ?? marketLine(quote);
}

function rangeLine(quote: Quote, width: number, token: Token): Line {
  const { dayLow, dayHigh, price } = quote;
  if (dayLow === null || dayHigh === null) return fact('day range', dash);
  const low = formatPrice(dayLow);
  const high = formatPrice(dayHigh);
  const bar = Math.max(5, width - low.length - high.length - 2);
  return [[`${low} `], ...positionBar(price, dayLow, dayHigh, bar, token), [` ${high}`]];
}

/** Bars from the line's lowest price, so that they show the session's shape. */
export function shapeLine(points: readonly PricePoint[], width: number, token: Token): Line {
  if (points.length < 2) return [];
  const step = Math.max(1, points.length / width);
  const prices = Array.from({ length: Math.min(width, points.length) }, (_, cell) => {
    return points[Math.min(points.length - 1, Math.floor((cell + 1) * step) - 1)]!.price;
  });
  return [[sparkline(prices, width, Math.min(...prices)), token]];
}

function bigFacts(quote: Quote, width: number): Line[] | null {
  const digits = bigNumber(formatPrice(quote.price));
  if (!digits) return null;
  const token = directionOf(quote);
  const middle: Line[] = [changeLine(quote), marketLine(quote), spreadLineOf(quote)];
  const middleWidth = Math.max(21, ...middle.map(lineWidth));
  const gap = 3;
  const numbers: Line[] = [
    join([fact('vol', formatCompact(quote.volume)), fact('vwap', formatCents(quote.vwap))]),
    join([fact('prev', formatPrice(quote.previousClose)), fact('open', formatPrice(quote.dayOpen))]),
  ];
  const rightWidth = Math.min(44, width - digits[0].length - middleWidth - 2 * gap);
  if (rightWidth < Math.max(...numbers.map(lineWidth))) return null;
  const right: Line[] = [rangeLine(quote, rightWidth, token), ...numbers];
  return digits.map((row, index) => {
    const pad = ' '.repeat(gap + middleWidth - lineWidth(middle[index]!));
    return [
      [row, token === 'dim' ? 'strong' : token],
      [' '.repeat(gap)],
      ...middle[index]!,
      [pad],
      ...right[index]!,
    ];
  });
}

function wideFacts(quote: Quote, width: number): Line[] {
  const numbers = join([
    fact('vol', formatCompact(quote.volume)),
    fact('vwap', formatCents(quote.vwap)),
    fact('prev', formatPrice(quote.previousClose)),
  ]);
  const rangeWidth = Math.min(40, width - lineWidth(numbers) - 3);
  const price: Line = [[formatPrice(quote.price), 'strong'], ['  '], ...changeLine(quote)];
  return [
    spreadLine(price, marketLineIn(quote, width - lineWidth(price) - 1), width),
    spreadLine(rangeLine(quote, rangeWidth, directionOf(quote)), numbers, width),
  ];
}

function narrowFacts(quote: Quote, width: number): Line[] {
  return [
    [[formatPrice(quote.price), 'strong'], ['  '], ...changeLine(quote)],
    spreadLine(marketLine(quote), spreadLineOf(quote), width),
    rangeLine(quote, width, directionOf(quote)),
    join([
      fact('vol', formatCompact(quote.volume)),
      fact('vwap', formatCents(quote.vwap)),
      fact('prev', formatPrice(quote.previousClose)),
    ]),
  ];
}

/** The quote in numbers, `width` cells wide; large digits are left out where the numbers next to them have no room. */
export const quoteFacts = remembered((quote: Quote, form: QuoteForm, width: number): Line[] => {
  if (form === 'narrow') return narrowFacts(quote, width);
  return (form === 'big' ? bigFacts(quote, width) : null) ?? wideFacts(quote, width);
});

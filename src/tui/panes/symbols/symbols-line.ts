import { changeOf } from '../../../market/quotes/quote.ts';
import { fitLine, type Line, lineWidth, type Span } from '../../render/line.ts';
import { shortAge } from '../../present/freshness-text.ts';
import { arrowOf, dash, formatPrice, formatSignedPercent } from '../../present/number.ts';
import { formatStaleness } from '../../present/staleness.ts';
import { formatShortSpan } from '../../present/time.ts';
import type { RecordedRow } from '../../state/recorded-rows.ts';
import { directionOf } from '../quote/quote-facts.ts';

/** What the line of the recorded symbols is drawn from. */
export interface SymbolsInput {
  width: number;
  rows: readonly RecordedRow[];
  /** The market time of the picture. */
  now: number;
}

/** How much is shown of a symbol: everything, without the arrow, without the age, without the change. */
type Form = 'whole' | 'short' | 'change' | 'price';

/** The forms of the symbol on screen and of the others, longest first. */
const pairs: readonly { active: Form; other: Form }[] = [
  { active: 'whole', other: 'whole' },
  { active: 'short', other: 'short' },
  { active: 'change', other: 'change' },
  { active: 'change', other: 'price' },
  { active: 'price', other: 'price' },
];

function changeText({ quote }: RecordedRow, hasArrow: boolean): string {
  const change = quote && changeOf(quote);
  if (!change) return dash;
  const percent = formatSignedPercent(change.percent);
  return hasArrow ? `${arrowOf(change.change)} ${percent}` : percent;
}

/** The age of every price where there is room; the mark of an old one always. */
function ageSpan({ quoteAge }: RecordedRow, form: Form, now: number): Span[] {
  if (!quoteAge) return [];
  const { freshness, stale } = quoteAge;
  if (stale) {
    const text = form === 'whole' ? formatStaleness(stale) : `!${formatShortSpan(stale.ageMs)}`;
    return [[` ${text}`, 'warning']];
  }
  if (form === 'whole') return [[` ${shortAge(freshness, now)}`, 'faint']];
  return form === 'short' && !freshness.isAtRest ? [[` ${formatShortSpan(freshness.ageMs)}`, 'faint']] : [];
}

function symbolSpans(row: RecordedRow, form: Form, now: number): Line {
  const { symbol, quote, quoteAge, quoteGivenUp, isActive } = row;
  const isStale = !quote || quoteAge?.stale != null;
  const name: Span = isActive ? [` ${symbol} `, 'text', 'tab'] : [` ${symbol} `, 'dim'];
  // Why is on the usage screen.
  if (!quote && quoteGivenUp !== null && form !== 'price') return [name, ['not polled', 'warning']];
  const price: Span = [formatPrice(quote?.price ?? null), isStale ? 'stale' : 'strong'];
  const moved: Span = [` ${changeText(row, form === 'whole')}`, isStale ? 'stale' : directionOf(quote)];
  return [name, price, ...(form === 'price' ? [] : [moved]), ...ageSpan(row, form, now)];
}

const gapOf = (form: Form) => (form === 'whole' ? '   ' : ' ');

interface Segment {
  symbol: string;
  line: Line;
}

/**
 * All symbols in the longest form that fits. Where not even the shortest one fits, the symbol on screen and those after
 * it, with how many are left out.
 */
function segments({ width, rows, now }: SymbolsInput): { shown: Segment[]; gap: string; leftOut: number } {
  for (const { active, other } of pairs) {
    const all = rows.map((row) => ({
      symbol: row.symbol,
      line: symbolSpans(row, row.isActive ? active : other, now),
    }));
    const gap = gapOf(other);
    const cells = all.reduce((sum, { line }) => sum + lineWidth(line) + gap.length, 0);
    if (cells <= width) return { shown: all, gap, leftOut: 0 };
  }
  const gap = gapOf('price');
  const from = Math.max(
    0,
    rows.findIndex(({ isActive }) => isActive),
  );
  // From the symbol on screen on, in the circle in which they are switched.
  const ordered = [...rows.slice(from), ...rows.slice(0, from)];
  const shown: Segment[] = [];
  let room = width - leftOutText(rows.length).length;
  for (const row of ordered) {
    const line = symbolSpans(row, 'price', now);
    room -= lineWidth(line) + gap.length;
    if (room < 0) break;
    shown.push({ symbol: row.symbol, line });
  }
  return { shown, gap, leftOut: rows.length - shown.length };
}

const leftOutText = (count: number) => `+${count} more`;

/** Every recorded symbol with price, change and age, the one on screen on a background of its own. */
export function symbolsLine(input: SymbolsInput): Line {
  const { shown, gap, leftOut } = segments(input);
  const line = shown.flatMap(
    (segment, index): Line => (index === 0 ? segment.line : [[gap], ...segment.line]),
  );
  const more: Line = leftOut > 0 ? [[gap], [leftOutText(leftOut), 'faint']] : [];
  return fitLine([...line, ...more], input.width);
}

/** The symbol that stands there; `null` between and to the right of them. */
export function symbolAt(input: SymbolsInput, column: number): string | null {
  const { shown, gap } = segments(input);
  let from = 0;
  for (const { symbol, line } of shown) {
    const end = from + lineWidth(line);
    if (column >= from && column < end) return symbol;
    from = end + gap.length;
  }
  return null;
}

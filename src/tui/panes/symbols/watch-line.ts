import { changeOf } from '../../../market/quotes/quote.ts';
import { type Line, lineWidth, type Span } from '../../render/line.ts';
import { dash, formatPrice, formatSignedPercent } from '../../present/number.ts';
import type { WatchedRow } from '../../state/watch.ts';
import { directionOf } from '../quote/quote-facts.ts';

/** One form of the watch list: the line, and the cells of each symbol in it. */
export interface WatchForm {
  line: Line;
  places: readonly { symbol: string; from: number; end: number }[];
}

const gap: Span = ['  '];

function formOf(rows: readonly WatchedRow[], hasPrice: boolean): WatchForm {
  const line: Span[] = [];
  const places = rows.map((row, index) => {
    if (index > 0) line.push(gap);
    const from = lineWidth(line);
    line.push(...spansOf(row, hasPrice));
    return { symbol: row.symbol, from, end: lineWidth(line) };
  });
  return { line: [...line, [' ']], places };
}

/** Price and change of every one of these symbols, and the change alone; nothing without one. */
export function watchForms(rows: readonly WatchedRow[]): WatchForm[] {
  return rows.length === 0 ? [] : [formOf(rows, true), formOf(rows, false)];
}

function spansOf({ symbol, quote, stale, isActive }: WatchedRow, hasPrice: boolean): Span[] {
  const change = quote && changeOf(quote);
  const percent = change ? formatSignedPercent(change.percent) : dash;
  return [
    [symbol, isActive ? 'strong' : 'dim'],
    ...(hasPrice ? [[` ${formatPrice(quote?.price ?? null)}`, stale ? 'stale' : 'text'] as Span] : []),
    [` ${percent}`, stale || !quote ? 'stale' : directionOf(quote)],
  ];
}

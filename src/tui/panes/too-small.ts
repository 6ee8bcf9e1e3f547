import { changeOf, type Quote } from '../../market/quote.ts';
import type { Hello } from '../../protocol/state.ts';
import { fitLine, type Line } from '../draw/line.ts';
import { smallest } from '../layout.ts';
import { arrowOf, formatPrice, formatSignedPercent } from '../present/number.ts';
import { modeBadge } from './header.ts';
import { directionOf } from './quote-facts.ts';

export interface TooSmallInput {
  columns: number;
  rows: number;
  hello: Hello | null;
  quote: Quote | null;
}

/** What still fits: what the prices are, the price itself, and how much room the rest needs. */
export function tooSmallLines({ columns, rows, hello, quote }: TooSmallInput): Line[] {
  const lines: Line[] = [];
  const badge = modeBadge(hello);
  if (badge.length > 0) lines.push(badge);
  if (quote) {
    const change = changeOf(quote);
    const moved: Line = change
      ? [[`  ${arrowOf(change.change)} ${formatSignedPercent(change.percent)}`, directionOf(quote)]]
      : [];
    lines.push([[`${quote.symbol} `, 'dim'], [formatPrice(quote.price), 'strong'], ...moved]);
  }
  lines.push([
    [`This is ${columns}×${rows}; the dashboard needs ${smallest.columns}×${smallest.rows}.`, 'dim'],
  ]);
  return lines.slice(0, rows).map((line) => fitLine(line, columns));
}

import { changeOf } from '../../../market/quotes/quote.ts';
import type { Line, Span } from '../../render/line.ts';
import { dash, formatPrice, formatSignedPercent } from '../../present/number.ts';
import type { WatchedRow } from '../../state/watch.ts';
import { directionOf } from '../quote/quote-facts.ts';

/** Price and change of every one of these symbols, and the change alone; nothing without one. */
export function watchForms(rows: readonly WatchedRow[]): Line[] {
  if (rows.length === 0) return [];
  const line = (hasPrice: boolean): Line => [
    ...rows.flatMap((row, index) => [...(index > 0 ? [['  '] as Span] : []), ...spansOf(row, hasPrice)]),
    [' '],
  ];
  return [line(true), line(false)];
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

import { changeOf, type Quote } from '../../../market/quotes/quote.ts';
import type { Hello } from '../../../protocol/state.ts';
import { fitLine, type Line } from '../../render/line.ts';
import { textWidth } from '../../render/width.ts';
import { smallest } from '../../layout/layout.ts';
import { arrowOf, formatPrice, formatSignedPercent } from '../../present/number.ts';
import { modeBadge } from './header.ts';
import { instantText } from '../../present/playback-text.ts';
import { directionOf } from '../quote/quote-facts.ts';

/** What the picture of a terminal that is too small is drawn from. */
export interface TooSmallInput {
  columns: number;
  rows: number;
  hello: Hello | null;
  quote: Quote | null;
  /** The instant of the recording that is shown; `null` while the market is shown as it is. */
  replayedAt: number | null;
  /** The open question, shortest form last; it takes the place of the size that is needed. */
  question?: readonly string[];
}

function needForms(columns: number, rows: number): string[] {
  const needed = `${smallest.columns}×${smallest.rows}`;
  return [
    `This is ${columns}×${rows}; the dashboard needs ${needed}.`,
    `Needs ${needed}; this is ${columns}×${rows}.`,
    `Needs ${needed}.`,
    needed,
  ];
}

/** What still fits: source and price, and the size that the panes need. */
export function tooSmallLines(input: TooSmallInput): Line[] {
  const { columns, rows, hello, quote, replayedAt, question } = input;
  const badge: Line =
    replayedAt === null
      ? modeBadge(hello)
      : [
          [' REPLAY ', 'strong', 'replayWord'],
          [` ${instantText(replayedAt)}`, 'strong'],
        ];
  const forms = question ?? needForms(columns, rows);
  const said = forms.find((form) => textWidth(form) <= columns) ?? forms.at(-1)!;
  const need: Line = [[said, question ? 'text' : 'dim']];
  const kept = badge.length > 0 ? [badge, need] : [need];
  const lines = quote && rows > kept.length ? [...kept.slice(0, -1), priceLine(quote), need] : kept;
  return lines.slice(0, rows).map((line) => fitLine(line, columns));
}

function priceLine(quote: Quote): Line {
  const change = changeOf(quote);
  const moved: Line = change
    ? [[`  ${arrowOf(change.change)} ${formatSignedPercent(change.percent)}`, directionOf(quote)]]
    : [];
  return [[`${quote.symbol} `, 'dim'], [formatPrice(quote.price), 'strong'], ...moved];
}

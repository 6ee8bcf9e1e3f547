import * as z from 'zod';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { MinuteBar } from '../../../recordings/rebuilt.ts';
import { count, type ParsedRows, parseRows, price, problemOf, time } from './fields.ts';

const minuteRow = z.looseObject({
  t: time.pipe(z.number()),
  o: price.pipe(z.number()),
  h: price.pipe(z.number()),
  l: price.pipe(z.number()),
  c: price.pipe(z.number()),
  v: count,
  vw: price,
  n: count,
});

const minuteMs = 60_000;

/**
 * The minutes of one day, of a stock or a contract; `t` is the start of each. Minutes without a trade are absent; of one that
 * comes twice the later row counts, which is the corrected one.
 */
export function parseMinutes(rows: readonly unknown[], date: string): ParsedRows<MinuteBar> {
  const { rows: all, rejections } = parseRows<MinuteBar>(rows, (raw) => {
    const row = minuteRow.safeParse(raw);
    if (!row.success) return { rejected: problemOf(row.error) };
    const { t: start, o: open, h: high, l: low, c: close, v, vw: vwap, n } = row.data;
    if (newYorkDate(start) !== date) return { rejected: 'a bar of another day than asked for' };
    if (start % minuteMs !== 0) return { rejected: 't: not the start of a bar' };
    if (high < Math.max(open, close) || low > Math.min(open, close))
      return { rejected: 'high and low do not hold open and close' };
    const trades = n !== null && Number.isInteger(n) ? n : null;
    return { value: { start, open, high, low, close, volume: v ?? 0, vwap, trades }, rejected: null };
  });
  return { rows: [...new Map(all.map((bar) => [bar.start, bar])).values()], rejections };
}

import { z } from 'zod';
import type { Bar, Timeframe } from '../../market/bar.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { Source } from '../../market/quote.ts';
import { count, type ParsedRows, parseRows, price, refusal } from './fields.ts';

const barRow = z.looseObject({
  t: z.number(),
  o: price.pipe(z.number()),
  h: price.pipe(z.number()),
  l: price.pipe(z.number()),
  c: price.pipe(z.number()),
  v: count,
  vw: price,
});

/** Rows of the aggregates range; `t` is the start of the window in milliseconds (daily: midnight in New York). */
export function parseBars(
  rows: readonly unknown[],
  context: { symbol: string; timeframe: Timeframe; source: Source },
): ParsedRows<Bar> {
  return parseRows<Bar>(rows, (raw) => {
    const parsed = barRow.safeParse(raw);
    if (!parsed.success) return { refused: refusal(parsed.error) };
    const { t, o, h, l, c, v, vw } = parsed.data;
    if (t < 946_684_800_000 || t >= 4_102_444_800_000) return { refused: 't: not a time in milliseconds' };
    if (h < l || h < Math.max(o, c) || l > Math.min(o, c))
      return { refused: 'high and low do not hold open and close' };
    return {
      value: {
        ...context,
        date: newYorkDate(t),
        start: t,
        open: o,
        high: h,
        low: l,
        close: c,
        volume: v ?? 0,
        vwap: vw,
      },
      refused: null,
    };
  });
}

import * as z from 'zod';
import type { Bar, Timeframe } from '../../../market/quotes/bar.ts';
import { newYorkDate, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { Source } from '../../../market/quotes/quote.ts';
import { believableAheadMs, count, type ParsedRows, parseRows, price, problemOf, time } from './fields.ts';
import { UpstreamError } from '../http/upstream-error.ts';

const barRow = z.looseObject({
  t: time.pipe(z.number()),
  o: price.pipe(z.number()),
  h: price.pipe(z.number()),
  l: price.pipe(z.number()),
  c: price.pipe(z.number()),
  v: count,
  vw: price,
});

/** What bars were asked for, to hold rows against. */
export interface AskedBars {
  symbol: string;
  timeframe: Timeframe;
  source: Source;
  /** New York dates asked for, both included; bars of others are rejected. */
  from: string;
  to: string;
  /** When the answer had arrived (epoch ms): it can hold no bar that begins later. */
  receivedAt: number;
}

const minuteMs = 60_000;

const windowMs: Record<Exclude<Timeframe, 'daily'>, number> = {
  '1hour': 60 * minuteMs,
  '15min': 15 * minuteMs,
  '1min': minuteMs,
};

/** The bars of an answer. */
export interface ParsedBars extends ParsedRows<Bar> {
  /** Starts of the rows that were rejected among those asked for; `null` for one whose start cannot be read. */
  missing: (number | null)[];
}

/**
 * Rows of the aggregates range; `t` is the start of the window (daily: midnight in New York).
 * @throws UpstreamError `malformed` when any bar lies in the future: the answer's times are wrong then, and nothing
 * tells which of the others are shifted onto another bar's place
 */
export function parseBars(rows: readonly unknown[], context: AskedBars): ParsedBars {
  const { receivedAt, from, to, ...identity } = context;
  const missing: ParsedBars['missing'] = [];
  let isOfFuture = false;
  const parsed = parseRows<Bar>(rows, (raw) => {
    const row = barRow.safeParse(raw);
    const start = row.success ? row.data.t : startOf(raw);
    isOfFuture ||= start !== null && start > receivedAt + believableAheadMs;
    const reject = (rejected: string) => {
      missing.push(start);
      return { rejected };
    };
    if (!row.success) return reject(problemOf(row.error));
    const { t, o, h, l, c, v, vw } = row.data;
    const date = newYorkDate(t);
    if (date < from || date > to) return { rejected: 'a bar of another day than asked for' };
    if (!startsWindow(t, date, context.timeframe)) return reject('t: not the start of a bar');
    if (h < l || h < Math.max(o, c) || l > Math.min(o, c))
      return reject('high and low do not hold open and close');
    return {
      value: { ...identity, date, start: t, open: o, high: h, low: l, close: c, volume: v ?? 0, vwap: vw },
      rejected: null,
    };
  });
  if (isOfFuture) throw new UpstreamError('malformed', 'The API sent bars of the future.');
  return { ...parsed, missing };
}

const startOnly = z.looseObject({ t: time });

function startOf(raw: unknown): number | null {
  const row = startOnly.safeParse(raw);
  return row.success ? row.data.t : null;
}

function startsWindow(t: number, date: string, timeframe: Timeframe): boolean {
  // New York is whole hours from UTC, so windows of an hour or less begin on multiples of themselves.
  return timeframe === 'daily' ? t === newYorkInstant(date, '00:00') : t % windowMs[timeframe] === 0;
}

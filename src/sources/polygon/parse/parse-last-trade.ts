import * as z from 'zod';
import type { DataTier } from '../../../market/quotes/quote.ts';
import { code, conditions, count, part, price, quotedPrice, problemOf, time } from './fields.ts';
import { believedTime, tierOfAge } from './parse-quote.ts';
import { otherSymbol, UpstreamError } from '../http/upstream-error.ts';

/** An exchange's number. */
export const maybeCode = code.nullish().transform((value) => value ?? null);

/** What was asked about, to hold the answer against. */
export interface LastTradeContext {
  /** As it was asked for: `SPY`, `O:SPY261123C00670000`. */
  ticker: string;
  /** Epoch ms at which the answer had arrived; times much later than that are not believed. */
  receivedAt: number;
  /** Whether it trades many times a minute at that moment, so that an old time means a delayed plan. */
  isTrading: boolean;
}

/** Exchanges and conditions by number; their names come from another endpoint. */
export interface RawTrade {
  price: number;
  size: number | null;
  exchange: number | null;
  conditions: number[];
  tradedAt: number | null;
  tier: DataTier;
}

/** One side of a quote; the exchange is a number still. */
export interface RawSide {
  price: number | null;
  size: number | null;
  exchange: number | null;
}

/** Best bid and offer with their time in epoch ms. */
export interface RawQuote {
  bid: RawSide;
  ask: RawSide;
  quotedAt: number | null;
}

const lastTrade = z.looseObject({
  status: z.string().nullish(),
  results: part({
    T: z.string().nullish(),
    p: price,
    s: count,
    ds: z.unknown().optional(),
    x: maybeCode,
    c: conditions,
    t: time,
    y: time,
  }),
});

/**
 * The last trade of a stock or a contract.
 * @throws UpstreamError `malformed`, or `not-found` where there has been none
 */
export function parseLastTrade(body: unknown, context: LastTradeContext): RawTrade {
  const { status, results: row } = read(lastTrade, body);
  checkTicker(row?.T, context);
  if (!row || row.p === null)
    throw new UpstreamError('not-found', `The API holds no trade of ${context.ticker}.`);
  const tradedAt = believedTime(row.t ?? row.y, context);
  return {
    price: row.p,
    size: decimal(row.ds) ?? row.s,
    exchange: row.x,
    conditions: row.c,
    tradedAt,
    tier: tierOf(status, tradedAt, context),
  };
}

const lastQuote = z.looseObject({
  status: z.string().nullish(),
  results: part({
    T: z.string().nullish(),
    p: quotedPrice,
    s: count,
    x: maybeCode,
    P: quotedPrice,
    S: count,
    X: maybeCode,
    t: time,
    y: time,
  }),
});

/**
 * The national best bid and offer of a stock.
 * @throws UpstreamError `malformed`, or `not-found` where there is neither side
 */
export function parseLastQuote(body: unknown, context: LastTradeContext): RawQuote & { tier: DataTier } {
  const { status, results: row } = read(lastQuote, body);
  checkTicker(row?.T, context);
  if (!row || (row.p === null && row.P === null))
    throw new UpstreamError('not-found', `The API holds no quote of ${context.ticker}.`);
  const quotedAt = believedTime(row.t ?? row.y, context);
  return {
    bid: { price: row.p, size: row.s, exchange: row.x },
    ask: { price: row.P, size: row.S, exchange: row.X },
    quotedAt,
    tier: tierOf(status, quotedAt, context),
  };
}

/** @throws UpstreamError `malformed` */
export function read<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UpstreamError('malformed', `The API's answer makes no sense: ${problemOf(parsed.error)}.`);
}

function checkTicker(answered: string | null | undefined, { ticker }: LastTradeContext): void {
  if (answered && answered !== ticker) throw otherSymbol(ticker);
}

/** Parts of a share come as a decimal in text next to a whole number. */
function decimal(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

/** Older than any plan is late: it just has not traded, or been quoted, since. */
const latestPlanMs = 18 * 60_000;

function tierOf(status: string | null | undefined, at: number | null, context: LastTradeContext): DataTier {
  if (status === 'DELAYED') return 'delayed';
  const ageMs = at === null ? Number.POSITIVE_INFINITY : context.receivedAt - at;
  return ageMs > latestPlanMs ? 'unknown' : tierOfAge(ageMs, context.isTrading);
}

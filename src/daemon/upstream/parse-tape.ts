import { z } from 'zod';
import type { Calendar } from '../../market/calendar.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { OptionSymbolParts } from '../../market/option-symbol.ts';
import type { DataTier } from '../../market/quote.ts';
import type { ContractDay, ContractSnapshot } from '../../market/tape.ts';
import { believableAheadMs, count, part, price, refusal, time } from './fields.ts';
import { parseChainRows } from './parse-chain.ts';
import { tierOfAge } from './parse-quote.ts';
import { UpstreamError } from './upstream-error.ts';

/** A number that stands for an exchange or a condition. */
const code = z.number().int().min(0).max(99_999);
const maybeCode = code.nullish().transform((value) => value ?? null);
const codes = z
  .array(code)
  .nullish()
  .transform((value) => value ?? []);

export interface TapeContext {
  /** As it was asked for: `SPY`, `O:SPY261123C00670000`. */
  ticker: string;
  /** Epoch ms at which the answer was asked for; times much later than that are not believed. */
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

export interface RawSide {
  price: number | null;
  size: number | null;
  exchange: number | null;
}

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
    c: codes,
    t: time,
    y: time,
  }),
});

/**
 * The last trade of a stock or a contract.
 * @throws UpstreamError `malformed`, or `not-found` where there has been none
 */
export function parseLastTrade(body: unknown, context: TapeContext): RawTrade {
  const { status, results: row } = read(lastTrade, body);
  checkTicker(row?.T, context);
  if (!row || row.p === null)
    throw new UpstreamError('not-found', `The API holds no trade of ${context.ticker}.`);
  const tradedAt = believed(row.t ?? row.y, context);
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
    p: price,
    s: count,
    x: maybeCode,
    P: price,
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
export function parseLastQuote(body: unknown, context: TapeContext): RawQuote & { tier: DataTier } {
  const { status, results: row } = read(lastQuote, body);
  checkTicker(row?.T, context);
  if (!row || (row.p === null && row.P === null))
    throw new UpstreamError('not-found', `The API holds no quote of ${context.ticker}.`);
  const quotedAt = believed(row.t ?? row.y, context);
  return {
    bid: { price: row.p, size: row.s, exchange: row.x },
    ask: { price: row.P, size: row.S, exchange: row.X },
    quotedAt,
    tier: tierOf(status, quotedAt, context),
  };
}

const snapshot = z.looseObject({ status: z.string().nullish(), results: part({}) });

const contractExtras = z.looseObject({
  break_even_price: price,
  details: part({ shares_per_contract: count }),
  day: part({
    open: price,
    high: price,
    low: price,
    close: price,
    volume: count,
    vwap: price,
    last_updated: time,
  }),
  last_quote: part({
    bid: price,
    bid_size: count,
    bid_exchange: maybeCode,
    ask: price,
    ask_size: count,
    ask_exchange: maybeCode,
    last_updated: time,
    timeframe: z.string().nullish(),
  }),
  last_trade: part({ timeframe: z.string().nullish() }),
});

export interface ContractContext {
  parts: OptionSymbolParts;
  /** New York date of the session that today's volume belongs to. */
  sessionDate: string;
  receivedAt: number;
  checkExpiration: Calendar['checkExpiration'];
}

export interface RawSnapshot extends Omit<ContractSnapshot, 'quote'> {
  quote: RawQuote | null;
  tier: DataTier;
}

/**
 * One contract's row, held to the same rules as a row of the chain.
 * @throws UpstreamError `malformed`, or `not-found` for an empty answer
 */
export function parseContractSnapshot(body: unknown, context: ContractContext): RawSnapshot {
  const { parts, receivedAt } = context;
  const { status, results: raw } = read(snapshot, body);
  if (!raw || Object.keys(raw).length === 0)
    throw new UpstreamError('not-found', 'The API holds nothing of this contract.');
  const chain = parseChainRows([raw], {
    ...{ underlying: parts.root, expiration: parts.expiration, receivedAt },
    sessionDate: context.sessionDate,
    checkExpiration: context.checkExpiration,
  });
  const [contract] = chain.rows;
  if (!contract)
    throw new UpstreamError('malformed', `The API's answer makes no sense: ${chain.refusals[0]}.`);
  if (contract.strike * 1000 !== parts.strikeMills || contract.optionType !== parts.optionType)
    throw new UpstreamError('malformed', 'The API answered about another contract.');
  const { break_even_price, details, day, last_quote: book, last_trade: trade } = read(contractExtras, raw);
  return {
    contract,
    expiration: parts.expiration,
    sharesPerContract: details?.shares_per_contract ?? null,
    quote: book && {
      bid: { price: book.bid, size: book.bid_size, exchange: book.bid_exchange },
      ask: { price: book.ask, size: book.ask_size, exchange: book.ask_exchange },
      quotedAt: believed(book.last_updated, context),
    },
    day: day && dayOf(day, context),
    breakEven: break_even_price,
    underlyingPrice: chain.underlyingPrice,
    tier: chain.tier ?? (status === 'DELAYED' || !(book || trade) ? 'delayed' : 'unknown'),
  };
}

type RawDay = NonNullable<z.output<typeof contractExtras>['day']>;

/** `null` for the empty object that stands for a contract without a trade. */
function dayOf(day: RawDay, context: ContractContext): ContractDay | null {
  const { open, high, low, close, volume, vwap } = day;
  if (close === null) return null;
  const updatedAt = believed(day.last_updated, context);
  return { date: updatedAt === null ? null : newYorkDate(updatedAt), open, high, low, close, volume, vwap };
}

function read<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UpstreamError('malformed', `The API's answer makes no sense: ${refusal(parsed.error)}.`);
}

function checkTicker(answered: string | null | undefined, { ticker }: TapeContext): void {
  if (answered && answered !== ticker)
    throw new UpstreamError('malformed', `The API answered about another symbol than ${ticker}.`);
}

function believed(at: number | null | undefined, { receivedAt }: { receivedAt: number }): number | null {
  return at && at <= receivedAt + believableAheadMs ? at : null;
}

/** Parts of a share come as a decimal in text beside a whole number. */
function decimal(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function tierOf(status: string | null | undefined, at: number | null, context: TapeContext): DataTier {
  if (status === 'DELAYED') return 'delayed';
  return at === null ? 'unknown' : tierOfAge(context.receivedAt - at, context.isTrading);
}

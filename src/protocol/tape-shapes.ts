import * as z from 'zod';
import type { OptionQuote } from '../market/chain.ts';
import type { Answered, BookSide, ContractSnapshot, LastQuote, LastTrade, Tape } from '../market/tape.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();
const maybeText = z.string().nullable();
const tier = z.enum(['real-time', 'delayed', 'end-of-day', 'unknown']);

const tradeShape: z.ZodType<LastTrade> = z.object({
  price: number,
  size: maybe,
  exchange: maybeText,
  conditions: z.array(text),
  tradedAt: maybe,
});

const sideShape: z.ZodType<BookSide> = z.object({ price: maybe, size: maybe, exchange: maybeText });

const quoteShape: z.ZodType<LastQuote> = z.object({ bid: sideShape, ask: sideShape, quotedAt: maybe });

function answered<T>(value: z.ZodType<T>): z.ZodType<Answered<T>> {
  return z.object({
    value: value.nullable(),
    receivedAt: maybe,
    tier,
    problem: z.object({ code: text, message: text, hint: text }).nullable(),
  });
}

export function tapeShapeOf(contract: z.ZodType<OptionQuote>): z.ZodType<Tape> {
  const snapshot: z.ZodType<ContractSnapshot> = z.object({
    contract,
    expiration: text,
    sharesPerContract: maybe,
    quote: quoteShape.nullable(),
    day: z
      .object({
        date: maybeText,
        open: maybe,
        high: maybe,
        low: maybe,
        close: maybe,
        volume: maybe,
        vwap: maybe,
      })
      .nullable(),
    breakEven: maybe,
    underlyingPrice: maybe,
  });
  return z.object({
    symbol: text,
    kind: z.enum(['stock', 'option']),
    source: z.enum(['polygon', 'simulator']),
    at: number,
    trade: answered(tradeShape),
    quote: answered(quoteShape).nullable(),
    snapshot: answered(snapshot).nullable(),
  });
}

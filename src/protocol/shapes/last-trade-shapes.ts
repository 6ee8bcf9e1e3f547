import * as z from 'zod';
import { type OptionQuote, optionTypes } from '../../market/quotes/chain.ts';
import { sources, tiers } from '../../market/quotes/quote.ts';
import {
  type Answered,
  type BookSide,
  type ContractSnapshot,
  type LastQuote,
  type LastTrade,
  type LastTradeReport,
  lastTradeKinds,
} from '../../market/quotes/last-trade.ts';
import { isOfKind, oneOf } from './enum-values.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();
const maybeText = z.string().nullable();
const tier = oneOf(tiers);

const tradeShape: z.ZodType<LastTrade> = z.object({
  price: number,
  size: maybe,
  exchange: maybeText,
  conditions: z.array(text),
  noPriceBecause: text.exactOptional(),
  tradedAt: maybe,
});

const sideShape: z.ZodType<BookSide> = z.object({ price: maybe, size: maybe, exchange: maybeText });

const quoteShape: z.ZodType<LastQuote> = z.object({ bid: sideShape, ask: sideShape, quotedAt: maybe });

function answered<T>(value: z.ZodType<T | null>): z.ZodType<Answered<T>> {
  return z.object({
    value,
    receivedAt: maybe,
    tier,
    problem: z.object({ code: text, message: text, hint: text }).nullable(),
  });
}

/** The shape of `last-trade.get`’s answer, with a contract’s own. */
export function lastTradeShapeOf(contract: z.ZodType<OptionQuote>): z.ZodType<LastTradeReport> {
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
    underlyingPriceAt: maybe,
    underlyingTier: tier,
  });
  // What is neither call nor put is nothing that this client could show.
  const snapshotOrNull = z.preprocess(
    (found) =>
      isOfKind((found as ContractSnapshot | null)?.contract, 'optionType', optionTypes) ? found : null,
    snapshot.nullable(),
  );
  return z.object({
    symbol: text,
    kind: oneOf(lastTradeKinds),
    source: oneOf(sources),
    at: number,
    trade: answered(tradeShape.nullable()),
    quote: answered(quoteShape.nullable()).nullable(),
    snapshot: answered(snapshotOrNull).nullable(),
  });
}

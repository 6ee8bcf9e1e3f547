import * as z from 'zod';
import { type Bar, timeframes } from '../../market/quotes/bar.ts';
import {
  type Chain,
  greeksSources,
  type OptionQuote,
  optionTypes,
  spotSources,
} from '../../market/quotes/chain.ts';
import { priceKinds, type Quote } from '../../market/quotes/quote.ts';
import { flag, oneOfOrNull, rowsOf, wordOf } from './enum-values.ts';
import { maybe, number, source, text, tier } from './primitive-shapes.ts';
import type { SessionPriceLine } from '../state.ts';

export const quoteShape: z.ZodType<Quote> = z.object({
  symbol: text,
  price: number,
  priceKind: oneOfOrNull(priceKinds),
  bid: maybe,
  ask: maybe,
  quotedAt: maybe,
  dayOpen: maybe,
  dayHigh: maybe,
  dayLow: maybe,
  previousClose: maybe,
  volume: maybe,
  vwap: maybe,
  timestamp: number,
  receivedAt: number,
  slotAt: maybe,
  tier,
  source,
});

export const optionQuoteShape: z.ZodType<OptionQuote> = z.object({
  symbol: text,
  strike: number,
  optionType: wordOf(optionTypes),
  bid: maybe,
  ask: maybe,
  bidSize: maybe,
  askSize: maybe,
  last: maybe,
  tradedAt: maybe,
  previousClose: maybe,
  volume: maybe,
  openInterest: maybe,
  impliedVolatility: maybe,
  delta: maybe,
  gamma: maybe,
  theta: maybe,
  vega: maybe,
  greeksSource: oneOfOrNull(greeksSources),
  quotedAt: maybe,
  sharesPerContract: maybe,
});

export const chainShape: z.ZodType<Chain> = z.object({
  underlying: text,
  expiration: text,
  contracts: rowsOf(optionQuoteShape, 'optionType', optionTypes),
  underlyingPrice: maybe,
  underlyingPriceSource: oneOfOrNull(spotSources),
  underlyingPriceAt: maybe,
  timestamp: number,
  slotAt: maybe,
  tier,
  source,
  rejectedRows: number,
  adjustedRows: maybe,
  isStrikesOnly: flag,
  isRebuilt: flag,
});

export const priceLineShape: z.ZodType<SessionPriceLine> = z.object({
  symbol: text,
  date: text,
  from: number,
  until: number,
  points: z.array(z.object({ at: number, price: number, isRebuilt: flag })),
});

export const barShape: z.ZodType<Bar> = z.object({
  symbol: text,
  date: text,
  timeframe: wordOf(timeframes),
  start: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  vwap: maybe,
  source,
  isRebuilt: flag,
});

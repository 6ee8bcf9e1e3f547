import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { indexOfRoot } from '../../market/products/products.ts';
import { formatOptionSymbol } from '../../market/symbols/option-symbol.ts';
import type { DataTier } from '../../market/quotes/quote.ts';
import type { Answered, LastTradeReport } from '../../market/quotes/last-trade.ts';
import { readTicker, type Ticker, underlyingOfRoot } from '../../market/symbols/ticker.ts';
import { nameLastTrade } from './trade-names.ts';
import type { RawParts, TradePartsContext } from './trade-parts.ts';
import { type TradeTimes, tradeTimes } from './trade-times.ts';
import type { EndpointName } from '../../sources/polygon/endpoints/endpoint-names.ts';
import type { Asking } from '../../sources/polygon/endpoints/queries.ts';
import { notEntitled } from '../../sources/polygon/endpoints/plan-needs.ts';
import { parseContractSnapshot } from '../../sources/polygon/parse/options/parse-contract-snapshot.ts';
import { parseLastQuote, parseLastTrade } from '../../sources/polygon/parse/parse-last-trade.ts';

/** Whose last trade is asked for, and whether past the cache. */
export interface LastTradeRequest {
  /** A stock's symbol, or a contract's in any form. */
  symbol: string;
  /** Past the cache, and also what the plan denied before. */
  isForced: boolean;
}

interface Question<T> {
  endpoint: EndpointName;
  key: string;
  dataType: 'quote' | 'options';
  ask: (asking: Asking) => Promise<unknown>;
  read: (body: unknown, receivedAt: number) => T;
}

/** Asks for the last trade and quote, on the calls kept back for the user; what the plan refuses is said in its place. */
export async function readLastTrade(
  context: TradePartsContext,
  { symbol, isForced }: LastTradeRequest,
  signal: AbortSignal,
): Promise<LastTradeReport> {
  const ticker = knownTicker(symbol);
  const asking: Asking = { priority: 'user', signal };
  const contract = ticker.kind === 'stock' ? null : contractOf(ticker, context);
  const times = tradeTimes(context.hours.calendar, contract, context.clock.now());
  const answer: Answer = (question) => ask(context, question, asking, times, isForced);
  const parts = await (ticker.kind === 'stock'
    ? askStock(context, ticker.symbol, times, answer)
    : askContract(context, ticker, times, answer));
  const name = await nameLastTrade(context, ticker.kind === 'stock' ? 'stocks' : 'options', parts, asking);
  return {
    symbol: ticker.symbol,
    kind: ticker.kind,
    source: context.source,
    at: context.clock.now(),
    trade: withValue(parts.trade, name.trade),
    quote: parts.quote && withValue(parts.quote, name.quote),
    snapshot:
      parts.snapshot &&
      withValue(parts.snapshot, ({ tier: _tier, quote, ...rest }) => ({
        ...rest,
        quote: quote && name.quote(quote),
      })),
  };
}

type Answer = <T extends { tier: DataTier }>(question: Question<T>) => Promise<Answered<T>>;

async function askStock(
  { endpoints }: TradePartsContext,
  symbol: string,
  { isTrading }: TradeTimes,
  answer: Answer,
): Promise<RawParts> {
  const [trade, quote] = await Promise.all([
    answer({
      endpoint: 'lastTrade',
      key: `lastTrade:${symbol}`,
      dataType: 'quote',
      ask: (asking) => endpoints.lastTrade(symbol, asking),
      read: (body, receivedAt) => parseLastTrade(body, { ticker: symbol, receivedAt, isTrading }),
    }),
    answer({
      endpoint: 'lastQuote',
      key: `lastQuote:${symbol}`,
      dataType: 'quote',
      ask: (asking) => endpoints.lastQuote(symbol, asking),
      read: (body, receivedAt) => parseLastQuote(body, { ticker: symbol, receivedAt, isTrading }),
    }),
  ]);
  // Only the plan with quotes is up to the minute; while nothing trades, that is all that tells.
  const known: DataTier = quote.value
    ? 'real-time'
    : quote.problem?.code === 'not_entitled'
      ? 'delayed'
      : 'unknown';
  return { trade: withTier(trade, known), quote: withTier(quote, known), snapshot: null };
}

type OptionTicker = Extract<Ticker, { kind: 'option' }>;

/** What a contract is on, and when it expires. SPXW is on the index, whose ticker is another one. */
function contractOf(
  { parts: { root, expiration } }: OptionTicker,
  { symbol, settings }: Pick<TradePartsContext, 'symbol' | 'settings'>,
): { underlying: string; expiration: string } {
  const underlying = indexOfRoot(root) ?? underlyingOfRoot(root, [symbol, ...settings.symbols]);
  return { underlying, expiration };
}

async function askContract(
  context: TradePartsContext,
  ticker: OptionTicker,
  { sessionDate }: TradeTimes,
  answer: Answer,
): Promise<RawParts> {
  const { endpoints, hours } = context;
  const { parts } = ticker;
  const contract = formatOptionSymbol(parts, 'polygon');
  const { underlying } = contractOf(ticker, context);
  const { checkExpiration } = hours.calendar;
  const [snapshot, trade] = await Promise.all([
    answer({
      endpoint: 'contractSnapshot',
      key: `contractSnapshot:${contract}`,
      dataType: 'options',
      ask: (asking) => endpoints.contractSnapshot(underlying, contract, asking),
      read: (body, receivedAt) =>
        parseContractSnapshot(body, { parts, sessionDate, receivedAt, checkExpiration }),
    }),
    answer({
      endpoint: 'contractTrade',
      key: `lastTrade:${contract}`,
      dataType: 'options',
      ask: (asking) => endpoints.contractTrade(contract, asking),
      // A contract may not have traded for hours: its age says nothing of the plan.
      read: (body, receivedAt) => parseLastTrade(body, { ticker: contract, receivedAt, isTrading: false }),
    }),
  ]);
  return { trade: withTier(trade, snapshot.tier), quote: null, snapshot };
}

async function ask<T extends { tier: DataTier }>(
  { endpoints, cached, db, clock }: TradePartsContext,
  { endpoint, key, dataType, ask: fetch, read }: Question<T>,
  asking: Asking,
  { ttlMs, maxAgeMs }: TradeTimes,
  isForced: boolean,
): Promise<Answered<T>> {
  try {
    if (!endpoints.isWorthAsking(endpoint, isForced))
      throw notEntitled(endpoint, endpoints.entitlement(endpoint));
    const { value, createdAt } = await cached(
      { key, dataType, ttlMs, maxAgeMs: isForced ? 0 : maxAgeMs, priority: 'user' },
      () => fetch(asking),
      read,
    );
    return { value, receivedAt: createdAt, tier: value.tier, problem: null };
  } catch (thrown) {
    const { code, message, hint } = toSpyglassError(thrown);
    const problem = { code, message, hint };
    const kept = isPassing(code) ? await db.cache.get(key, clock.now()) : null;
    if (!kept || kept.createdAt > clock.now())
      return { value: null, receivedAt: null, tier: 'unknown', problem };
    const value = read(JSON.parse(kept.body) as unknown, kept.createdAt);
    return { value, receivedAt: kept.createdAt, tier: value.tier, problem };
  }
}

/** Whether an older answer is better than none: not where the plan or the key no longer gives any. */
function isPassing(code: string): boolean {
  return code === 'upstream_unreachable' || code === 'upstream_failed' || code === 'rate_limited';
}

function withTier<T>(answered: Answered<T>, tier: DataTier): Answered<T> {
  return answered.value !== null && answered.tier === 'unknown' ? { ...answered, tier } : answered;
}

function withValue<T, U>(answered: Answered<T>, convert: (value: T) => U): Answered<U> {
  const { value } = answered;
  return { ...answered, value: value === null ? null : convert(value) };
}

/** What trades: a stock or a contract. */
type Traded = Exclude<Ticker, { kind: 'index' }>;

/** @throws SpyglassError `usage` */
function knownTicker(symbol: string): Traded {
  const read = readTicker(symbol);
  if (read.isValid && read.ticker.kind !== 'index') return read.ticker;
  if (read.isValid) {
    throw new SpyglassError('usage', `${symbol} is an index, which has a value and no trades.`, {
      hint: 'Ask for a stock such as SPY, or for a contract on the index such as SPXW261127C06600000.',
    });
  }
  throw new SpyglassError('usage', `${JSON.stringify(symbol)} is no symbol: ${read.reason}.`, {
    hint: 'Expected a stock such as SPY, or a contract such as SPY261127C00660000.',
  });
}

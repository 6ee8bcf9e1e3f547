import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { type Answer, badRequest, notEntitled, ok } from '../answer.ts';
import { listingDate } from '../options/contract-filter.ts';
import { effectiveQuery, nextUrl } from '../cursor.ts';
import { asOf, assetClassOf, type Endpoint, type Exchange, tierFor } from '../exchange.ts';
import type { Stock } from '../instruments/instrument.ts';
import { instrumentOf, instruments } from '../instruments/instruments.ts';
import { nanoseconds, volumeNumber } from '../json-numbers.ts';
import type { MarketState } from '../market/market-state.ts';
import type { Contract } from '../options/option-listing.ts';
import { tradeConditions } from '../options/trade-conditions.ts';
import { indexRow } from './index-snapshot.ts';
import { dayOf, detailsOf, optionRow, rowContext } from './option-row.ts';
import { isCleared } from './stock-snapshot.ts';

const largestLimit = 250;

export const unifiedSnapshotEndpoints: Endpoint[] = [
  { path: '/v3/snapshot', assetClass: 'stocks', answer: unifiedSnapshot },
];

function unifiedSnapshot(exchange: Exchange): Answer {
  const { requestId } = exchange;
  const query = effectiveQuery(exchange.query);
  if (!query) return badRequest(requestId, 'Invalid cursor');
  const limit = Number(query.get('limit') || 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
    return badRequest(
      requestId,
      "Failed to parse query parameters from URL: Key: 'UniversalSnapshotParams.Limit' Error:Field validation for 'Limit' failed on the 'max' tag",
    );
  }
  const canSee = {
    stocks: tierFor(exchange, 'stocks').hasSnapshots,
    options: tierFor(exchange, 'options').hasSnapshots,
    indices: tierFor(exchange, 'indices').hasSnapshots,
  };
  if (!Object.values(canSee).includes(true)) return notEntitled(requestId);
  const asked = (query.get('ticker.any_of') ?? query.get('ticker') ?? '').split(',').filter(Boolean);
  if (asked.length > largestLimit) {
    return badRequest(requestId, `The 'ticker.any_of' parameter takes at most ${largestLimit} tickers`);
  }
  const wanted = asked.length > 0 ? asked : instruments.map(({ ticker }) => ticker);
  const sorted = [...new Set(wanted)].sort();
  if (query.get('order') === 'desc') sorted.reverse();
  const after = query.get('ap');
  const from = after === null ? 0 : sorted.indexOf(after) + 1;
  const page = sorted.slice(from, from + limit);
  const hasMore = from + limit < sorted.length;
  return ok({
    results: page.map((ticker) =>
      canSee[assetClassOf(ticker)]
        ? rowOf(exchange, ticker)
        : { ticker, error: 'NOT_ENTITLED', message: 'Not entitled to this ticker.' },
    ),
    status: 'OK',
    request_id: requestId,
    ...(hasMore && { next_url: nextUrl(exchange, query, page.at(-1)!) }),
  });
}

function rowOf(exchange: Exchange, ticker: string) {
  const instrument = instrumentOf(ticker);
  if (instrument?.kind === 'stock') return stockRow(exchange, instrument);
  if (instrument) return indexRow(exchange, instrument);
  const { listing } = exchange.simulated.chains;
  const contract = listing.find(ticker);
  const date = listingDate(asOf(exchange, 'options'));
  return contract && listing.isListed(contract, date)
    ? contractRow(exchange, contract)
    : { ticker, error: 'NOT_FOUND', message: 'Ticker not found.' };
}

function stockRow(exchange: Exchange, stock: Stock) {
  const { market } = exchange.simulated;
  const tier = tierFor(exchange, 'stocks');
  const at = asOf(exchange, 'stocks');
  const state = market.stateAt(stock, at);
  const head = {
    market_status: marketStatusOf(exchange),
    name: stock.name,
    ticker: stock.ticker,
    type: 'stocks',
  };
  if (isCleared(exchange.simulated, at)) {
    // What shows at that hour is the day before.
    return { ...head, session: { ...clearedSession, previous_close: state.day?.close ?? 0 } };
  }
  const { minute } = state;
  return {
    ...head,
    session: sessionOf(state),
    last_minute: {
      close: minute.close,
      high: minute.high,
      last_updated: nanoseconds(minute.start),
      low: minute.low,
      open: minute.open,
      transactions: minute.trades,
      volume: volumeNumber(minute.volume),
      vwap: minute.vwap,
    },
    ...(tier.hasQuotes && {
      last_quote: {
        ask: state.ask,
        ask_size: state.askSize,
        ask_exchange: state.askExchange,
        bid: state.bid,
        bid_size: state.bidSize,
        bid_exchange: state.bidExchange,
        last_updated: nanoseconds(state.at, state.quoteAgeNs),
        midpoint: round((state.bid + state.ask) / 2),
        timeframe: tier.timeframe,
      },
    }),
    ...(tier.hasTrades && {
      last_trade: {
        conditions: tradeConditions(state),
        exchange: state.tradeExchange,
        id: String(Math.floor(state.volume / 7)),
        last_updated: nanoseconds(state.at, state.tradeAgeNs),
        price: state.price,
        size: state.tradeSize,
        timeframe: tier.timeframe,
      },
    }),
  };
}

const clearedSession = {
  change: 0,
  change_percent: 0,
  close: 0,
  high: 0,
  low: 0,
  open: 0,
  volume: 0,
};

function sessionOf(state: MarketState) {
  const { day, previous, price, session, at } = state;
  const change = round(price - previous.close);
  const isAfter = day !== null && at >= session.close;
  const regular = day ? round(day.close - previous.close) : 0;
  const late = isAfter ? round(price - day.close) : 0;
  const early = day ? 0 : change;
  const percent = (value: number, of: number) => round((value / of) * 100);
  return {
    change,
    change_percent: percent(change, previous.close),
    early_trading_change: early,
    early_trading_change_percent: percent(early, previous.close),
    regular_trading_change: regular,
    regular_trading_change_percent: percent(regular, previous.close),
    late_trading_change: late,
    late_trading_change_percent: percent(late, previous.close),
    close: day ? day.close : previous.close,
    high: day ? day.high : 0,
    low: day ? day.low : 0,
    open: day ? day.open : 0,
    previous_close: previous.close,
    price,
    volume: volumeNumber(day ? day.volume : 0),
    vwap: day ? day.vwap : 0,
    last_updated: nanoseconds(at),
  };
}

function contractRow(exchange: Exchange, contract: Contract) {
  const context = rowContext(exchange, contract.series.instrument);
  const state = exchange.simulated.chains.stateAt(contract, context.at);
  const { day: _day, details: _details, ...rest } = optionRow(exchange, contract, context);
  const { ticker: _ticker, ...details } = detailsOf(contract);
  return {
    ...rest,
    details,
    market_status: marketStatusOf(exchange),
    name: `${contract.underlying} $${contract.strike} ${contract.optionType} ${contract.expiration}`,
    session: dayOf(exchange, state, context),
    ticker: contract.ticker,
    type: 'options',
  };
}

function marketStatusOf({ simulated, now }: Exchange) {
  const session = simulated.calendar.sessionOn(newYorkDate(now));
  if (!session || now < session.preOpen || now >= session.postClose) return 'closed';
  if (now < session.open) return 'early_trading';
  return now < session.close ? 'open' : 'late_trading';
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

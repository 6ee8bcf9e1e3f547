import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { notFound, ok } from '../answer.ts';
import { asOf, type Endpoint, type Exchange, type SimulatedMarket } from '../exchange.ts';
import type { Stock } from '../instruments/instrument.ts';
import { stockOf } from '../instruments/instruments.ts';
import { stocks } from '../instruments/stocks.ts';
import { decimalString, nanoseconds, volumeNumber } from '../json-numbers.ts';
import type { MarketState } from '../market/market-state.ts';
import { type Tier, tierOf } from '../profiles.ts';
import { tradeConditions } from '../options/trade-conditions.ts';

const base = '/v2/snapshot/locale/us/markets/stocks/tickers';

/** From then until the pre-market opens, snapshots are cleared: zeros instead of yesterday's values. */
const clearingTime = '03:30';

export const stockSnapshotEndpoints: Endpoint[] = [
  {
    path: `${base}/{ticker}`,
    needs: 'hasSnapshots',
    answer(exchange, { ticker }) {
      const stock = stockOf(ticker ?? '');
      if (!stock) return notFound(exchange.requestId, 'Ticker not found.');
      return ok({
        request_id: exchange.requestId,
        status: statusOf(exchange),
        ticker: rowOf(exchange, stock),
      });
    },
  },
  {
    path: base,
    needs: 'hasSnapshots',
    assetClass: 'stocks',
    answer(exchange) {
      const wanted = exchange.query.get('tickers')?.split(',');
      const found = stocks.filter(({ ticker }) => !wanted || wanted.includes(ticker));
      return ok({
        count: found.length,
        request_id: exchange.requestId,
        status: statusOf(exchange),
        tickers: found.map((stock) => rowOf(exchange, stock)),
      });
    },
  },
];

function statusOf(exchange: Exchange) {
  return tierOf(exchange.profile, 'stocks').aggregateStatus;
}

function rowOf(exchange: Exchange, stock: Stock) {
  const tier = tierOf(exchange.profile, 'stocks');
  const at = asOf(exchange, 'stocks');
  return isCleared(exchange.simulated, at)
    ? clearedRow(exchange.simulated, stock, at, tier)
    : row(stock, exchange.simulated.market.stateAt(stock, at), tier);
}

/** Whether snapshots are empty at an instant, between the nightly clearing and the first trade. */
export function isCleared({ calendar }: SimulatedMarket, at: number): boolean {
  const date = newYorkDate(at);
  const session = calendar.sessionOn(date);
  return session !== null && at < session.preOpen && at >= newYorkInstant(date, clearingTime);
}

function row(stock: Stock, state: MarketState, tier: Tier) {
  const change = round(state.price - state.previous.close);
  const { minute, day } = state;
  return {
    ticker: stock.ticker,
    todaysChangePerc: (change / state.previous.close) * 100,
    todaysChange: change,
    updated: nanoseconds(state.at),
    day: day ? { ...prices(day), dv: decimalString(day.volume) } : { ...noPrices, dv: '0' },
    min: {
      av: volumeNumber(Math.floor(state.volume)),
      dav: decimalString(state.volume),
      t: minute.start,
      n: minute.trades,
      ...prices(minute),
      dv: decimalString(minute.volume),
    },
    prevDay: prices(state.previous),
    ...(tier.hasQuotes && {
      lastQuote: {
        P: state.ask,
        S: state.askSize,
        p: state.bid,
        s: state.bidSize,
        t: nanoseconds(state.at, state.quoteAgeNs),
      },
    }),
    ...(tier.hasTrades && {
      lastTrade: {
        c: tradeConditions(state),
        i: String(Math.floor(state.volume / 7)),
        p: state.price,
        s: state.tradeSize,
        ds: String(state.tradeSize),
        t: nanoseconds(state.at, state.tradeAgeNs),
        x: state.tradeExchange,
      },
    }),
  };
}

function clearedRow({ calendar, market }: SimulatedMarket, stock: Stock, at: number, tier: Tier) {
  const previous = market.dailyBar(stock, calendar.previousSession(newYorkDate(at)).date, at);
  return {
    ticker: stock.ticker,
    todaysChangePerc: 0,
    todaysChange: 0,
    updated: 0,
    day: { ...noPrices, dv: '0' },
    min: { av: 0, dav: '0', t: 0, n: 0, ...noPrices, dv: '0' },
    prevDay: previous ? prices(previous) : noPrices,
    ...(tier.hasQuotes && { lastQuote: { P: 0, S: 0, p: 0, s: 0, t: 0 } }),
    ...(tier.hasTrades && { lastTrade: { c: null, i: '', p: 0, s: 0, ds: '0', t: 0, x: 0 } }),
  };
}

const noPrices = { o: 0, h: 0, l: 0, c: 0, v: 0, vw: 0 };

function prices(bar: Aggregate) {
  return { o: bar.open, h: bar.high, l: bar.low, c: bar.close, v: volumeNumber(bar.volume), vw: bar.vwap };
}

/** To a hundredth of a cent: differences of prices, without the binary dust. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

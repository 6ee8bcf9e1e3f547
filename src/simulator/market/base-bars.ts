import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Aggregate } from './aggregate.ts';
import type { SimulatedMarket } from '../exchange.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { instrumentOf } from '../instruments/instruments.ts';
import { firstDay } from './trading-dates.ts';
import type { Contract } from '../options/option-listing.ts';
import { tradingEnd } from '../options/option-series.ts';

/** What aggregates are built from, and what their `limit` counts: minutes or trading days. */
export type BaseUnit = 'minute' | 'day';

/** A stock, an index or an option that has aggregates. */
export interface Series {
  ticker: string;
  /** Aggregates of one date that have begun by an instant, in order; a day's own starts at midnight in New York. */
  minutes(date: string, at: number): Aggregate[];
  day(date: string, at: number): Aggregate | null;
  /** Last date that can have any. */
  to: string;
}

const beginning = newYorkInstant(firstDay, '00:00');

/** `null` for a ticker that the market does not know. */
export function seriesOf(simulated: SimulatedMarket, ticker: string): Series | null {
  const instrument = instrumentOf(ticker);
  if (instrument) return priceSeries(simulated, instrument);
  const contract = simulated.chains.listing.find(ticker);
  return contract ? optionSeries(simulated, contract) : null;
}

function priceSeries({ market }: SimulatedMarket, instrument: Instrument): Series {
  return {
    ticker: instrument.ticker,
    to: '9999-12-31',
    minutes: (date, at) => market.day(instrument, date)?.minutesUntil(at) ?? [],
    day: (date, at) => atMidnight(date, market.dailyBar(instrument, date, at)),
  };
}

function optionSeries({ calendar, chains }: SimulatedMarket, contract: Contract): Series {
  const { series } = contract;
  const printsOf = (date: string) => {
    const session = calendar.sessionOn(date);
    const isListed = session !== null && chains.listing.isListed(contract, date);
    return isListed && tradingEnd(series, session) > session.open ? chains.prints.of(series, session) : null;
  };
  const minutes = (date: string, at: number) => printsOf(date)?.minutesUntil(contract.index, at) ?? [];
  return {
    ticker: contract.ticker,
    to: contract.expiration,
    minutes,
    day(date, at) {
      const session = calendar.sessionOn(date);
      if (!session || at < session.open) return null;
      const soFar = printsOf(date)?.contractSoFar(contract.index, at);
      if (!soFar) return null;
      const { open, high, low, close, volume, vwap } = soFar;
      const trades = minutes(date, at).reduce((sum, bar) => sum + bar.trades, 1);
      return atMidnight(date, { start: session.open, open, high, low, close, volume, vwap, trades });
    },
  };
}

function atMidnight(date: string, bar: Aggregate | null): Aggregate | null {
  return bar && { ...bar, start: newYorkInstant(date, '00:00') };
}

/** Which base bars are wanted. */
export interface BaseWindow {
  unit: BaseUnit;
  /** Epoch ms of the first and the last start that may be included. */
  from: number;
  to: number;
  isDescending: boolean;
  /** What the plan may see. */
  at: number;
}

/** The base aggregates of a window one after another, made only as far as they are asked for. */
export function* baseBars(
  simulated: SimulatedMarket,
  series: Series,
  window: BaseWindow,
): Generator<Aggregate> {
  const until = Math.min(window.to, window.at);
  const from = Math.max(window.from, beginning);
  if (from > until) return;
  const dates = simulated.calendar
    .tradingDays(newYorkDate(from), newYorkDate(until))
    .filter((date) => date <= series.to);
  if (window.isDescending) dates.reverse();
  for (const date of dates) {
    const daily = window.unit === 'day' ? series.day(date, window.at) : null;
    const bars = window.unit === 'day' ? (daily ? [daily] : []) : series.minutes(date, window.at);
    if (window.isDescending) bars.reverse();
    for (const bar of bars) if (bar.start >= window.from && bar.start <= window.to) yield bar;
  }
}

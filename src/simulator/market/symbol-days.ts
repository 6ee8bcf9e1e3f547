import type { Random } from '../../base/random.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { createNewest } from '../newest.ts';
import { createBridgeShapes } from '../paths/bridge-shapes.ts';
import type { Aggregate } from './aggregate.ts';
import { createIndexDay } from './index-day.ts';
import type { Index, Instrument, Stock } from '../instruments/instrument.ts';
import { stockOf } from '../instruments/instruments.ts';
import { createSymbolDay, type SymbolDay } from './symbol-day.ts';
import { createSymbolFactors } from './symbol-factors.ts';
import { createTradingDates } from './trading-dates.ts';

const levelDate = '2026-07-01';
const growthPerYear = 0.05;
const yearMs = 365.25 * 86_400_000;

/**
 * Standard deviation of how far an index is from its multiple of the ETF on a day, as a fraction: costs, cash and dividends
 * that the fund has not paid yet.
 */
const basisSigma = 0.00004;

/** The sessions of every symbol. */
export interface SymbolDays {
  /** `null` for a date without a session or before the first day of the market. */
  day(instrument: Instrument, date: string): SymbolDay | null;
  /** Regular hours of a date up to an instant; `null` before its opening bell and without a session. */
  dailyBar(instrument: Instrument, date: string, at: number): Aggregate | null;
  /** Standard deviation of a symbol's move on a trading day; `null` for a date that is none. */
  sigma(instrument: Instrument, date: string): number | null;
}

/** Makes days when they are asked for and keeps the newest ones; keeps every daily bar. */
export function createSymbolDays(random: Random, calendar: Calendar): SymbolDays {
  const dates = createTradingDates(calendar);
  const factors = createSymbolFactors(random, dates);
  const shapes = createBridgeShapes(random.fork('bridges'));
  const days = createNewest<string, SymbolDay>(96);
  const dailyBars = new Map<string, Aggregate>();

  function makeDay(instrument: Instrument, session: Session, index: number): SymbolDay {
    const stock = instrument.kind === 'stock' ? instrument : followedBy(instrument);
    const symbolRandom = random.fork(`day ${stock.ticker} ${session.date}`);
    const years = (session.open - newYorkInstant(levelDate, '09:30')) / yearMs;
    const options = {
      instrument: stock,
      session,
      base: Math.log(stock.level) + growthPerYear * years,
      market: factors.marketPath(session, index),
      own: factors.ownPath(stock, session, index, symbolRandom),
      sigma: factors.sigma(stock, index),
      shapes,
      random: symbolRandom,
    };
    if (instrument.kind === 'stock') return createSymbolDay(options);
    const basis = basisSigma * random.fork(`basis ${stock.ticker} ${session.date}`).normal();
    const base = options.base + Math.log(instrument.times) + basis;
    return createIndexDay(createSymbolDay({ ...options, base }));
  }

  function day(instrument: Instrument, date: string): SymbolDay | null {
    const index = dates.indexOf(date);
    const session = index === null ? null : calendar.sessionOn(date);
    if (index === null || !session) return null;
    return days.get(`${instrument.ticker} ${date}`, () => makeDay(instrument, session, index));
  }

  function dailyBar(instrument: Instrument, date: string, at: number): Aggregate | null {
    const session = calendar.sessionOn(date);
    if (!session || at < session.open) return null;
    if (at < session.close) return day(instrument, date)?.regularSoFar(at) ?? null;
    const key = `${instrument.ticker} ${date}`;
    const known = dailyBars.get(key);
    if (known) return known;
    const index = dates.indexOf(date);
    if (index === null) return null;
    // A day of a year of daily bars is not kept: it would push out the days at hand.
    const bar = (days.known(key) ?? makeDay(instrument, session, index)).regularSoFar(session.close);
    if (bar) dailyBars.set(key, bar);
    return bar;
  }

  return {
    day,
    dailyBar,
    sigma(instrument, date) {
      const index = dates.indexOf(date);
      return index === null ? null : factors.sigma(instrument, index);
    },
  };
}

function followedBy({ ticker, follows }: Index): Stock {
  const stock = stockOf(follows);
  if (!stock) throw new RangeError(`${ticker} follows ${follows}, which this market does not have`);
  return stock;
}

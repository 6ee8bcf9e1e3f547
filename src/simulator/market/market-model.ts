import { seededRandom } from '../../base/random.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { createNewest } from '../newest.ts';
import type { Aggregate } from './aggregate.ts';
import type { Index, Instrument, Stock } from '../instruments/instrument.ts';
import { drawState, type MarketState, type PriceState } from './market-state.ts';
import { nightState } from './night-state.ts';
import type { SymbolDay } from './symbol-day.ts';
import { createSymbolDays } from './symbol-days.ts';
import { firstDay } from './trading-dates.ts';

/**
 * The simulated market: a pure function of the seed and the instant. What has been asked before, and in which order,
 * changes nothing, so a market that is started again goes on as it was.
 */
export interface MarketModel {
  readonly calendar: Calendar;
  /** `null` for a date without a session or before `firstDay`. */
  day(instrument: Instrument, date: string): SymbolDay | null;
  /** Regular hours of a date up to an instant; `null` before its opening bell and without a session. */
  dailyBar(instrument: Instrument, date: string, at: number): Aggregate | null;
  /** Throws `RangeError` before the second day of the simulated market. */
  stateAt(stock: Stock, at: number): MarketState;
  /** The value of an index, which stands still outside regular hours. Throws as `stateAt`. */
  valueAt(index: Index, at: number): PriceState;
  /** What options of either are priced with. Throws as `stateAt`. */
  underlyingAt(instrument: Instrument, at: number): PriceState;
  /** Last price at an instant; the last session's when closed. */
  priceAt(instrument: Instrument, at: number): number;
  /** The session at hand (pre- and post-market included), else the last one that began. */
  sessionAt(at: number): Session;
  /** Standard deviation of a symbol's move on a trading day, close to close, as a fraction. */
  dailySigma(instrument: Instrument, date: string): number;
}

/**
 * States are kept for the newest instants.
 * @param options the seed, and the calendar whose sessions the market has
 */
export function createMarketModel({ seed, calendar }: { seed: number; calendar: Calendar }): MarketModel {
  const random = seededRandom(seed).fork('market');
  const { day, dailyBar, sigma } = createSymbolDays(random, calendar);
  const states = createNewest<string, MarketState>(64);

  function knownDay(instrument: Instrument, date: string): SymbolDay {
    const known = day(instrument, date);
    if (!known) throw new RangeError(`The simulated market begins on ${firstDay}, asked for ${date}`);
    return known;
  }

  function sessionAt(at: number): Session {
    const date = newYorkDate(at);
    const today = calendar.sessionOn(date);
    return today && at >= today.preOpen ? today : calendar.previousSession(date);
  }

  /** The session whose overnight hours an instant lies in; `null` in none. */
  function nightAt(at: number): Session | null {
    const { phase, session } = calendar.phaseAt(at);
    return phase === 'overnight' ? session : null;
  }

  function buildState(instrument: Stock, session: Session, at: number): MarketState {
    const today = knownDay(instrument, session.date);
    const previous = dailyBar(instrument, calendar.previousSession(session.date).date, at);
    const minute = today.minuteSoFar(at);
    if (!previous || !minute) throw new RangeError(`The simulated market has no past at ${session.date}`);
    const draw = random.fork(`tick ${instrument.ticker} ${at}`);
    return drawState({ instrument, today, minute, previous, at, draw });
  }

  function stateAt(instrument: Stock, at: number): MarketState {
    const session = sessionAt(at);
    const night = nightAt(at);
    if (night) {
      const last = buildState(instrument, session, session.postClose);
      const next = knownDay(instrument, night.date).priceAt(night.preOpen);
      const ownRandom = random.fork(`night ${instrument.ticker} ${night.date}`);
      return nightState(last, { night, next, at, random: ownRandom });
    }
    const second = Math.min(Math.floor(at / 1000) * 1000, session.postClose);
    return states.get(`${instrument.ticker} ${second}`, () => buildState(instrument, session, second));
  }

  function valueAt(index: Index, at: number): PriceState {
    const date = newYorkDate(at);
    const today = calendar.sessionOn(date);
    const session = today && at >= today.open ? today : calendar.previousSession(date);
    const second = Math.min(Math.floor(at / 1000) * 1000, session.close);
    const day = knownDay(index, session.date);
    const minute = day.minuteSoFar(second);
    const previous = dailyBar(index, calendar.previousSession(session.date).date, at);
    if (!minute || !previous) throw new RangeError(`The simulated market has no past at ${session.date}`);
    const price = day.priceAt(second);
    return { session, at: second, price, day: day.regularSoFar(second), minute, previous };
  }

  function priceAt(instrument: Instrument, at: number): number {
    if (instrument.kind === 'index') return valueAt(instrument, at).price;
    if (nightAt(at)) return stateAt(instrument, at).price;
    return knownDay(instrument, sessionAt(at).date).priceAt(at);
  }

  return {
    calendar,
    day,
    dailyBar,
    sessionAt,
    stateAt,
    valueAt,
    priceAt,
    underlyingAt: (instrument, at) =>
      instrument.kind === 'index' ? valueAt(instrument, at) : stateAt(instrument, at),
    dailySigma(instrument, date) {
      const found = sigma(instrument, date);
      if (found === null) throw new RangeError(`The simulated market has no trading day ${date}`);
      return found;
    },
  };
}

import type { Calendar } from '../../market/calendar/calendar.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Aggregate } from './aggregate.ts';
import { createBridgeShapes } from '../bridge-shapes.ts';
import { createFactorChain, type FactorChain } from './daily-factors.ts';
import { type Instrument, instruments } from './instruments.ts';
import type { MarketState } from './market-state.ts';
import { createNewest } from '../newest.ts';
import { nightState } from './night-state.ts';
import { createFactorPath, type FactorPath } from './session-path.ts';
import { createSymbolDay, type SymbolDay } from './symbol-day.ts';

/** First trading day of the simulated world; nothing is known before. */
export const firstDay = '2020-01-02';

const levelDate = '2026-07-01';
const growthPerYear = 0.05;
const yearMs = 365.25 * 86_400_000;

/**
 * The simulated market: a pure function of the seed and the instant. What has been asked before, and in which order,
 * changes nothing, so a world that is started again goes on as it was.
 */
export interface MarketModel {
  readonly calendar: Calendar;
  /** `null` for a date without a session or before `firstDay`. */
  day(instrument: Instrument, date: string): SymbolDay | null;
  /** Regular hours of a date up to an instant; `null` before its opening bell and without a session. */
  dailyBar(instrument: Instrument, date: string, at: number): Aggregate | null;
  /** Throws `RangeError` before the second day of the simulated world. */
  stateAt(instrument: Instrument, at: number): MarketState;
  /** Last price at an instant; the last session's when closed. */
  priceAt(instrument: Instrument, at: number): number;
  /** The session at hand (pre- and post-market included), else the last one that began. */
  sessionAt(at: number): Session;
  /** Standard deviation of a symbol's move on a trading day, close to close, as a fraction. */
  dailySigma(instrument: Instrument, date: string): number;
}

export function createMarketModel({ seed, calendar }: { seed: number; calendar: Calendar }): MarketModel {
  const random = seededRandom(seed).fork('market');
  const dates: string[] = [];
  const indexes = new Map<string, number>();
  let knownThrough = Number(firstDay.slice(0, 4)) - 1;

  function learnYear(year: number) {
    for (; knownThrough < year; knownThrough++) {
      const from = `${knownThrough + 1}-01-01`;
      for (const date of calendar.tradingDays(
        from < firstDay ? firstDay : from,
        `${knownThrough + 1}-12-31`,
      )) {
        indexes.set(date, dates.length);
        dates.push(date);
      }
    }
  }

  function indexOf(date: string): number | null {
    if (date < firstDay) return null;
    learnYear(Number(date.slice(0, 4)));
    return indexes.get(date) ?? null;
  }

  function dateOf(index: number): string {
    while (index >= dates.length) learnYear(knownThrough + 1);
    return dates[index]!;
  }

  const marketChain = createFactorChain(random.fork('index'), {
    calmSigma: 0.007,
    nervousSigma: 0.012,
    dateOf,
  });
  const ownChains = new Map<string, FactorChain>();
  for (const { ticker, ownSigma } of instruments) {
    if (ownSigma === 0) continue;
    const options = { calmSigma: 0.7 * ownSigma, nervousSigma: 1.3 * ownSigma, dateOf };
    ownChains.set(ticker, createFactorChain(random.fork(ticker), options));
  }
  const shapes = createBridgeShapes(random.fork('bridges'));
  const marketPaths = createNewest<string, FactorPath>(16);
  const days = createNewest<string, SymbolDay>(96);
  const dailyBars = new Map<string, Aggregate>();
  const states = createNewest<string, MarketState>(64);

  function marketPath(date: string, session: Session, index: number): FactorPath {
    return marketPaths.get(date, () =>
      createFactorPath(random.fork(`path ${date}`), marketChain.day(index), session),
    );
  }

  function sigmaOf(instrument: Instrument, index: number): number {
    const own = ownChains.get(instrument.ticker)?.day(index).sigma ?? 0;
    return Math.hypot(instrument.beta * marketChain.day(index).sigma, own);
  }

  function day(instrument: Instrument, date: string): SymbolDay | null {
    const index = indexOf(date);
    const session = index === null ? null : calendar.sessionOn(date);
    if (index === null || !session) return null;
    return days.get(`${instrument.ticker} ${date}`, () => {
      const own = ownChains.get(instrument.ticker);
      const symbolRandom = random.fork(`day ${instrument.ticker} ${date}`);
      const years = (session.open - newYorkInstant(levelDate, '09:30')) / yearMs;
      return createSymbolDay({
        instrument,
        session,
        base: Math.log(instrument.level) + growthPerYear * years,
        market: marketPath(date, session, index),
        own: own ? createFactorPath(symbolRandom.fork('path'), own.day(index), session) : null,
        sigma: sigmaOf(instrument, index),
        shapes,
        random: symbolRandom,
      });
    });
  }

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

  function dailyBar(instrument: Instrument, date: string, at: number): Aggregate | null {
    const session = calendar.sessionOn(date);
    if (!session || at < session.open) return null;
    if (at < session.close) return day(instrument, date)?.regularSoFar(at) ?? null;
    const key = `${instrument.ticker} ${date}`;
    let bar = dailyBars.get(key) ?? null;
    if (!bar) {
      bar = day(instrument, date)?.regularSoFar(session.close) ?? null;
      if (bar) dailyBars.set(key, bar);
    }
    return bar;
  }

  function buildState(instrument: Instrument, session: Session, at: number): MarketState {
    const today = knownDay(instrument, session.date);
    const previousDate = calendar.previousSession(session.date).date;
    const previous = dailyBar(instrument, previousDate, at);
    const minute = today.minuteSoFar(at);
    if (!previous || !minute) throw new RangeError(`The simulated market has no past at ${session.date}`);
    const draw = random.fork(`tick ${instrument.ticker} ${at}`);
    const price = today.priceAt(at);
    const isRegular = at >= session.open && at < session.close;
    const spread = isRegular
      ? instrument.spreadCents + (draw.next() < 0.15 ? 1 : 0)
      : instrument.spreadCents + draw.integer(1, 4);
    const paidAsk = draw.next() < 0.5;
    const cents = Math.round(price * 100);
    return {
      session,
      at,
      price,
      bid: (paidAsk ? cents - spread : cents) / 100,
      ask: (paidAsk ? cents : cents + spread) / 100,
      bidSize: draw.integer(1, 14),
      askSize: draw.integer(1, 14),
      tradeSize: draw.next() < 0.4 ? 100 : draw.integer(1, 600),
      tradeExchange: pick(lastTradeExchanges, draw.next()),
      bidExchange: pick(quoteExchanges, draw.next()),
      askExchange: pick(quoteExchanges, draw.next()),
      tradeAgeNs: Math.floor(draw.next() * 9e8),
      quoteAgeNs: Math.floor(draw.next() * 3e8),
      day: today.regularSoFar(at),
      minute,
      volume: today.volumeSoFar(at),
      previous,
    };
  }

  function stateAt(instrument: Instrument, at: number): MarketState {
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

  return {
    calendar,
    day,
    dailyBar,
    sessionAt,
    stateAt,
    priceAt: (instrument, at) =>
      nightAt(at) ? stateAt(instrument, at).price : knownDay(instrument, sessionAt(at).date).priceAt(at),
    dailySigma(instrument, date) {
      const index = indexOf(date);
      if (index === null) throw new RangeError(`The simulated market has no trading day ${date}`);
      return sigmaOf(instrument, index);
    },
  };
}

/** Exchange identifiers of the API: 4 is the trade reporting facility, where off-exchange trades are printed. */
const lastTradeExchanges = [4, 4, 4, 8, 10, 11, 12, 15, 19, 21];
const quoteExchanges = [8, 10, 11, 12, 15, 19, 21];

function pick(exchanges: readonly number[], share: number): number {
  return exchanges[Math.floor(share * exchanges.length)]!;
}

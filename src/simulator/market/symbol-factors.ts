import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { createNewest } from '../newest.ts';
import { createFactorChain, type FactorChain } from '../paths/daily-factors.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { instruments } from '../instruments/instruments.ts';
import { createFactorPaths, type FactorPath } from '../paths/session-path.ts';
import type { TradingDates } from './trading-dates.ts';

/** What moves prices: one factor of the whole market, and one of each symbol that does not follow it alone. */
export interface SymbolFactors {
  /** Standard deviation of a symbol's move on the numbered day, close to close, as a fraction. */
  sigma(instrument: Instrument, index: number): number;
  marketPath(session: Session, index: number): FactorPath;
  /** `null` for a symbol that follows the market alone. */
  ownPath(instrument: Instrument, session: Session, index: number, random: Random): FactorPath | null;
}

/** Draws the factors from the seed's generator; the same seed gives the same factors. */
export function createSymbolFactors(random: Random, { dateOf }: TradingDates): SymbolFactors {
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
  const drawPath = createFactorPaths();
  const marketPaths = createNewest<string, FactorPath>(16);
  return {
    sigma(instrument, index) {
      const own = ownChains.get(instrument.ticker)?.day(index).sigma ?? 0;
      return Math.hypot(instrument.beta * marketChain.day(index).sigma, own);
    },
    marketPath: (session, index) =>
      marketPaths.get(session.date, () =>
        drawPath(random.fork(`path ${session.date}`), marketChain.day(index), session),
      ),
    ownPath(instrument, session, index, symbolRandom) {
      const own = ownChains.get(instrument.ticker);
      return own ? drawPath(symbolRandom.fork('path'), own.day(index), session) : null;
    },
  };
}

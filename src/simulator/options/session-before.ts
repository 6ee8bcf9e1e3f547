import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import type { MarketModel } from '../market/market-model.ts';
import { atTheMoneyVolatility } from '../market/volatility-surface.ts';
import { createNewest } from '../newest.ts';
import type { OptionListing } from './option-listing.ts';
import { expiryOf, type OptionSeries, tradingEnd } from './option-series.ts';
import { type PricingMoment, theoreticalOption } from './option-price.ts';
import type { TradedDay } from './print-series.ts';
import type { OptionPrints } from './option-prints.ts';

/**
 * What options of one series are priced with at an instant of a session. Throws `RangeError` once they have expired.
 */
export function momentAt(
  model: MarketModel,
  series: OptionSeries,
  session: Session,
  at: number,
): PricingMoment {
  const { instrument, root } = series;
  const expiry = expiryOf(model.calendar, series);
  const years = expiry === null ? null : yearsToExpiry(at, expiry);
  if (years === null) throw new RangeError(`The options ${series.label} have expired`);
  const { price: spot, previous } = model.underlyingAt(instrument, at);
  const atTheMoney = atTheMoneyVolatility(model, instrument, {
    date: session.date,
    open: session.open,
    spot,
    previousClose: previous.close,
    at,
  });
  return { spot, years, atTheMoney, dividendYield: instrument.dividendYield, exercise: root.exercise };
}

/** How a session ended for the contracts of one series, by their index in the listing. */
export interface EndedSession {
  /** The last trade, or the value where there was none; dollars a share. */
  closes: Float64Array;
  days: (TradedDay | null)[];
}

/** @returns a function that gives the end of the session before; the newest ones are kept */
export function createSessionsBefore(
  model: MarketModel,
  listing: OptionListing,
  prints: OptionPrints,
): (series: OptionSeries, session: Session) => EndedSession {
  const { calendar } = model;
  const earlier = createNewest<string, EndedSession>(24);
  return (series, session) => {
    const before = calendar.previousSession(session.date);
    return earlier.get(`${series.label} ${before.date}`, () => {
      const contracts = listing.contracts(series);
      const at = tradingEnd(series, before) - 1000;
      const moment = momentAt(model, series, before, at);
      const traded = prints.of(series, before);
      const days = contracts.map(({ index }) => traded.contractSoFar(index, at));
      const closes = Float64Array.from(contracts, ({ optionType, strike, index }) => {
        const value = theoreticalOption(moment, optionType, strike).price;
        return days[index]?.close ?? Math.max(1, Math.round(value * 100)) / 100;
      });
      return { closes, days };
    });
  };
}

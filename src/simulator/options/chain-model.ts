import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { MarketModel } from '../market/market-model.ts';
import { firstDay } from '../market/trading-dates.ts';
import { createNewest } from '../newest.ts';
import { drawOpenInterest } from './open-interest.ts';
import { type Contract, createOptionListing, type OptionListing } from './option-listing.ts';
import { type OptionSeries, tradingEnd } from './option-series.ts';
import { createOptionPrints, type OptionPrints } from './option-prints.ts';
import { type ContractState, contractStateOf } from './contract-state.ts';
import { createSessionsBefore, momentAt } from './session-before.ts';

/** The chains of the simulated market at any instant. */
export interface ChainModel {
  readonly listing: OptionListing;
  readonly prints: OptionPrints;
  /** States of one series' contracts, in the listing's order. Throws `RangeError` once it has expired. */
  statesAt(series: OptionSeries, at: number): ContractState[];
  stateAt(contract: Contract, at: number): ContractState;
  /** The options session whose values show at an instant: the one at hand, else the last one that opened. */
  optionSessionAt(at: number): Session;
}

/** When the clearing house's open interest of the previous day appears. */
const openInterestTime = '06:33';

/** The chains of the simulated market: a pure function of the seed and the instant, as the market itself. */
export function createChainModel({ model, seed }: { model: MarketModel; seed: number }): ChainModel {
  const { calendar } = model;
  const random = seededRandom(seed).fork('chain');
  const listing = createOptionListing(model, seed);
  const prints = createOptionPrints(model, listing, seed);
  const states = createNewest<string, ContractState[]>(24);
  const interest = createNewest<string, Float64Array>(48);
  const sessionBefore = createSessionsBefore(model, listing, prints);

  function optionSessionAt(at: number): Session {
    const date = newYorkDate(at);
    const today = calendar.sessionOn(date);
    return today && at >= today.open ? today : calendar.previousSession(date);
  }

  /** The session whose values of a series show: one that settles in the morning has traded for the last time the day before. */
  function sessionOf(series: OptionSeries, at: number): Session {
    const session = optionSessionAt(at);
    return tradingEnd(series, session) > session.open ? session : calendar.previousSession(session.date);
  }

  function openInterestOn(series: OptionSeries, date: string): Float64Array {
    return interest.get(`${series.label} ${date}`, () =>
      drawOpenInterest({
        contracts: listing.contracts(series),
        centre: listing.centre(series),
        instrument: series.instrument,
        random: random.fork(`interest ${series.label}`),
        sessionsLeft: calendar.tradingDays(date, series.expiration).length - 1,
      }),
    );
  }

  function buildStates(series: OptionSeries, session: Session, at: number, asked: number) {
    const momentOf = oncePerInstant((quotedAt) => momentAt(model, series, session, quotedAt));
    const drawOf = oncePerInstant((quotedAt) => random.fork(`quotes ${series.label} ${quotedAt}`));
    const traded = prints.of(series, session);
    const before = session.date > firstDay ? sessionBefore(series, session) : null;
    const interests = openInterestOn(series, interestDate(session, asked));
    const previousDate = calendar.previousSession(session.date).date;
    const of = { at, session, previousDate, momentOf, drawOf, traded, before, interests };
    return listing.contracts(series).map((contract) => contractStateOf(contract, of));
  }

  /** Whose open interest shows: until the morning's publication that of the session before. */
  function interestDate(session: Session, asked: number): string {
    const date = newYorkDate(asked);
    const today = calendar.sessionOn(date);
    return today && asked >= newYorkInstant(date, openInterestTime) ? date : session.date;
  }

  function statesAt(series: OptionSeries, at: number): ContractState[] {
    const session = sessionOf(series, at);
    const second = Math.min(Math.floor(at / 1000) * 1000, tradingEnd(series, session) - 1000);
    const key = `${series.label} ${second} ${interestDate(session, at)}`;
    return states.get(key, () => buildStates(series, session, second, at));
  }

  return {
    listing,
    prints,
    optionSessionAt,
    statesAt,
    stateAt(contract, at) {
      const found = statesAt(contract.series, at)[contract.index];
      if (!found) throw new RangeError(`${contract.ticker} is not listed`);
      return found;
    },
  };
}

function oncePerInstant<T>(make: (at: number) => T): (at: number) => T {
  const made = new Map<number, T>();
  return (at) => {
    const known = made.get(at);
    if (known !== undefined) return known;
    const value = make(at);
    made.set(at, value);
    return value;
  };
}

import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { seededRandom } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { yearsToExpiry } from '../../market/pricing/years-to-expiry.ts';
import { type Instrument, instrumentOf } from '../market/instruments.ts';
import { firstDay, type MarketModel } from '../market/market-model.ts';
import { createNewest } from '../newest.ts';
import { drawOpenInterest } from './open-interest.ts';
import { type Contract, createOptionListing, type OptionListing } from './option-listing.ts';
import { distanceOutOfTheMoney, type PricingMoment, theoreticalOption } from './option-price.ts';
import { type ContractDay, createOptionPrints, type OptionPrints } from './option-prints.ts';
import { type OptionQuoteState, quoteOf } from './option-quote.ts';
import { quoteTime } from './quote-times.ts';
import { atTheMoneyVolatility } from '../market/volatility-surface.ts';

/** One contract at an instant. Dollars a share, whole cents; instants epoch ms. */
export interface ContractState extends OptionQuoteState {
  contract: Contract;
  quotedAt: number;
  /** Annualized, as a fraction; `null` where the price is all intrinsic value, or no sane volatility gives it. */
  volatility: number | null;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  openInterest: number;
  /** What it traded in its newest session with trades; `null` if in neither this one nor the one before. */
  day: ContractDay | null;
  /** Date of that session. */
  dayDate: string | null;
  previousClose: number;
}

export interface ChainModel {
  readonly listing: OptionListing;
  readonly prints: OptionPrints;
  /** Contracts that the API knows on a date: listed and not expired. */
  contractsOn(instrument: Instrument, date: string): { expiration: string; contracts: Contract[] }[];
  /** States of one expiration's contracts, in the listing's order. Throws `RangeError` once it has expired. */
  statesAt(instrument: Instrument, expiration: string, at: number): ContractState[];
  stateAt(contract: Contract, at: number): ContractState;
  /** The options session whose values show at an instant: the one at hand, else the last one that opened. */
  optionSessionAt(at: number): Session;
}

/** Above this the simulated vendor's solver gives up and the row carries no volatility; real rows reach about 10. */
const largestVolatility = 12;

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
  const earlier = createNewest<string, { closes: Float64Array; days: (ContractDay | null)[] }>(24);

  function optionSessionAt(at: number): Session {
    const date = newYorkDate(at);
    const today = calendar.sessionOn(date);
    return today && at >= today.open ? today : calendar.previousSession(date);
  }

  function momentAt(instrument: Instrument, expiration: string, session: Session, at: number): PricingMoment {
    const expiry = calendar.sessionOn(expiration)?.optionClose;
    const years = expiry === undefined ? null : yearsToExpiry(at, expiry);
    if (years === null) throw new RangeError(`${instrument.ticker} options of ${expiration} have expired`);
    const { price: spot, previous } = model.stateAt(instrument, at);
    const atTheMoney = atTheMoneyVolatility(model, instrument, {
      date: session.date,
      open: session.open,
      spot,
      previousClose: previous.close,
      at,
    });
    return { spot, years, atTheMoney, dividendYield: instrument.dividendYield };
  }

  /** How the session before ended: the last trade, or the value where there was none. */
  function sessionBefore(instrument: Instrument, expiration: string, session: Session) {
    const before = calendar.previousSession(session.date);
    return earlier.get(`${instrument.ticker} ${expiration} ${before.date}`, () => {
      const contracts = listing.contracts(instrument, expiration);
      const at = before.optionClose - 1000;
      const moment = momentAt(instrument, expiration, before, at);
      const traded = prints.of(instrument, expiration, before);
      const days = contracts.map(({ index }) => traded.contractSoFar(index, at));
      const closes = Float64Array.from(contracts, ({ optionType, strike, index }) => {
        const value = theoreticalOption(moment, optionType, strike).price;
        return days[index]?.close ?? Math.max(1, Math.round(value * 100)) / 100;
      });
      return { closes, days };
    });
  }

  function openInterestOn(instrument: Instrument, expiration: string, date: string): Float64Array {
    return interest.get(`${instrument.ticker} ${expiration} ${date}`, () =>
      drawOpenInterest({
        contracts: listing.contracts(instrument, expiration),
        centre: listing.centre(instrument, expiration),
        instrument,
        random: random.fork(`interest ${instrument.ticker} ${expiration}`),
        sessionsLeft: calendar.tradingDays(date, expiration).length - 1,
      }),
    );
  }

  function buildStates(
    instrument: Instrument,
    expiration: string,
    session: Session,
    at: number,
    asked: number,
  ) {
    const momentOf = oncePerInstant((quotedAt) => momentAt(instrument, expiration, session, quotedAt));
    const drawOf = oncePerInstant((quotedAt) =>
      random.fork(`quotes ${instrument.ticker} ${expiration} ${quotedAt}`),
    );
    const traded = prints.of(instrument, expiration, session);
    const before = session.date > firstDay ? sessionBefore(instrument, expiration, session) : null;
    const interests = openInterestOn(instrument, expiration, interestDate(session, asked));
    return listing.contracts(instrument, expiration).map((contract): ContractState => {
      const { optionType, strike, index } = contract;
      const quotedAt = quoteTime({
        ...{ at, open: session.open, index },
        distance: (instant) => distanceOutOfTheMoney(momentOf(instant), optionType, strike),
      });
      const value = theoreticalOption(momentOf(quotedAt), optionType, strike);
      // The quotes of one instant are drawn together; one that has stood since must come out the same each time.
      const draw = quotedAt === at ? drawOf(at) : drawOf(quotedAt).fork(`${index}`);
      const today = traded.contractSoFar(index, at);
      const last = before?.days[index] ?? null;
      const hasTimeValue = value.price - value.intrinsic >= 0.005 || value.intrinsic === 0;
      return {
        contract,
        ...quoteOf(draw, value.price, value.intrinsic),
        quotedAt,
        volatility: hasTimeValue && value.volatility <= largestVolatility ? value.volatility : null,
        delta: value.greeks.delta,
        gamma: value.greeks.gamma,
        theta: value.greeks.theta,
        vega: value.greeks.vega,
        openInterest: interests[index]!,
        day: today ?? last,
        dayDate: today ? session.date : last ? calendar.previousSession(session.date).date : null,
        previousClose: before?.closes[index] ?? 0.01,
      };
    });
  }

  /** Whose open interest shows: until the morning's publication that of the session before. */
  function interestDate(session: Session, asked: number): string {
    const date = newYorkDate(asked);
    const today = calendar.sessionOn(date);
    return today && asked >= newYorkInstant(date, openInterestTime) ? date : session.date;
  }

  function statesAt(instrument: Instrument, expiration: string, at: number): ContractState[] {
    const session = optionSessionAt(at);
    const second = Math.min(Math.floor(at / 1000) * 1000, session.optionClose - 1000);
    const key = `${instrument.ticker} ${expiration} ${second} ${interestDate(session, at)}`;
    return states.get(key, () => buildStates(instrument, expiration, session, second, at));
  }

  return {
    listing,
    prints,
    optionSessionAt,
    statesAt,
    contractsOn: (instrument, date) =>
      listing
        .expirations(instrument, date)
        .map((expiration) => ({ expiration, contracts: listing.contracts(instrument, expiration) })),
    stateAt(contract, at) {
      const instrument = instrumentOf(contract.underlying);
      const found = instrument && statesAt(instrument, contract.expiration, at)[contract.index];
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

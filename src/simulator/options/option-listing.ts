import type { Calendar } from '../../market/calendar/calendar.ts';
import type { OptionType } from '../../market/quotes/chain.ts';
import { addDays, isDate, newYorkWeekday } from '../../market/calendar/new-york-time.ts';
import { formatOptionSymbol, parseOptionSymbol } from '../../market/symbols/option-symbol.ts';
import { seededRandom } from '../../base/random.ts';
import type { Instrument, OptionRoot } from '../instruments/instrument.ts';
import { instruments } from '../instruments/instruments.ts';
import { firstDay } from '../market/trading-dates.ts';
import type { MarketModel } from '../market/market-model.ts';
import { createNewest } from '../newest.ts';
import { optionSeries, type OptionSeries } from './option-series.ts';
import { isWithin, strikesAround, strikesToCome } from './strikes.ts';

/** A listed contract. */
export interface Contract {
  /** With `O:`, as the API writes it. */
  ticker: string;
  underlying: string;
  /** `YYYY-MM-DD`. */
  expiration: string;
  optionType: OptionType;
  strike: number;
  series: OptionSeries;
  /** Place in its series' listing. */
  index: number;
}

/** Which contracts are listed. Dates are New York’s. */
export interface OptionListing {
  /** Series listed on a date, in the order of tickers: by root, then short expirations for two weeks, Fridays, monthlies. */
  series(instrument: Instrument, date: string): OptionSeries[];
  /** Series that expired before a date and not before another, in the same order. */
  expired(instrument: Instrument, from: string, before: string): OptionSeries[];
  /** Whether a contract is listed on a date: from the day on which its strike is added until it has expired. */
  isListed(contract: Contract, date: string): boolean;
  /** All contracts that a series ever has, in the order of their tickers: calls by strike, then puts by strike. */
  contracts(series: OptionSeries): Contract[];
  /** Those of them that had been added by a date, in the same order. */
  contractsBy(series: OptionSeries, date: string): Contract[];
  /** A contract by its ticker; `null` unless this market ever lists it. */
  find(ticker: string): Contract | null;
  /** Price around which a series' strikes are laid out. */
  centre(series: OptionSeries): number;
}

const daysWithShort = 14;
const daysWithWeeklies = 60;
const daysWithMonthlies = 380;

/** Lists strikes around each expiration’s price at its listing; the newest lists are kept. */
export function createOptionListing(model: MarketModel, seed: number): OptionListing {
  const { calendar } = model;
  const listings = createNewest<string, Contract[]>(64);
  const listed = createNewest<string, string[]>(32);

  function centre({ instrument, expiration }: OptionSeries): number {
    const { date, close } = calendar.previousSession(expiration);
    const bar = model.dailyBar(instrument, date, close);
    if (!bar) throw new RangeError(`The simulated market has no past at ${expiration}`);
    return bar.close;
  }

  function contracts(series: OptionSeries): Contract[] {
    return listings.get(series.label, () => {
      const { instrument, root, expiration } = series;
      const random = seededRandom(seed).fork(`listing ${series.label}`);
      const strikes = strikesAround(instrument, centre(series), random);
      const underlying = instrument.ticker;
      return (['call', 'put'] as const).flatMap((optionType, side) =>
        strikes.map((strikeMills, place): Contract => {
          const parts = { root: root.root, expiration, optionType, strikeMills };
          return {
            ...{ ticker: formatOptionSymbol(parts, 'polygon'), underlying, expiration, optionType, series },
            strike: strikeMills / 1000,
            index: side * strikes.length + place,
          };
        }),
      );
    });
  }

  function expirations(instrument: Instrument, root: OptionRoot, date: string): string[] {
    return listed.get(`${instrument.shortExpirations} ${root.expirations} ${date}`, () =>
      calendar
        .tradingDays(date, addDays(date, daysWithMonthlies))
        .filter((day) => day > firstDay && isListed(calendar, instrument, root, day, date)),
    );
  }

  function contractsBy(series: OptionSeries, date: string): Contract[] {
    const all = contracts(series);
    const strikes = all.length / 2;
    const missing = strikesToCome(strikes, sessionsLeft(calendar, series, date));
    if (missing === 0) return all;
    return all.filter(({ index }) => isWithin(index % strikes, strikes, missing));
  }

  return {
    centre,
    contracts,
    contractsBy,
    series: (instrument, date) =>
      instrument.optionRoots.flatMap((root) =>
        expirations(instrument, root, date).map((day) => optionSeries(instrument, root, day)),
      ),
    expired(instrument, from, before) {
      const days = calendar.tradingDays(from, addDays(before, -1)).filter((day) => day > firstDay);
      return instrument.optionRoots.flatMap((root) =>
        days
          .filter((day) => isEver(calendar, instrument, root, day))
          .map((day) => optionSeries(instrument, root, day)),
      );
    },
    isListed({ series, index }, date) {
      const { instrument, root, expiration } = series;
      if (!expirations(instrument, root, date).includes(expiration)) return false;
      const strikes = contracts(series).length / 2;
      return isWithin(index % strikes, strikes, strikesToCome(strikes, sessionsLeft(calendar, series, date)));
    },
    find(ticker) {
      const parsed = ticker.startsWith('O:') ? parseOptionSymbol(ticker) : null;
      if (!parsed?.isValid) return null;
      const { expiration } = parsed.parts;
      const found = rooted.get(parsed.parts.root);
      if (!found || expiration <= firstDay || !calendar.sessionOn(expiration)) return null;
      if (!isEver(calendar, found.instrument, found.root, expiration)) return null;
      const series = optionSeries(found.instrument, found.root, expiration);
      return contracts(series).find((contract) => contract.ticker === ticker) ?? null;
    },
  };
}

const rooted = new Map(
  instruments.flatMap((instrument) =>
    instrument.optionRoots.map((root) => [root.root, { instrument, root }] as const),
  ),
);

function isListed(
  calendar: Calendar,
  instrument: Instrument,
  root: OptionRoot,
  expiration: string,
  date: string,
): boolean {
  if (!isEver(calendar, instrument, root, expiration)) return false;
  if (isShort(instrument, expiration) && expiration <= addDays(date, daysWithShort)) return true;
  if (!isWeekly(calendar, expiration)) return false;
  return expiration <= addDays(date, daysWithWeeklies) || isMonthly(expiration);
}

function sessionsLeft(calendar: Calendar, { expiration }: OptionSeries, date: string): number {
  return date >= expiration ? 0 : calendar.tradingDays(date, expiration).length - 1;
}

/** Whether a root has an expiration on a trading day, at any time before it. */
function isEver(calendar: Calendar, instrument: Instrument, root: OptionRoot, expiration: string): boolean {
  if (root.expirations === 'monthly') return isWeekly(calendar, expiration) && isMonthly(expiration);
  return isShort(instrument, expiration) || isWeekly(calendar, expiration);
}

/** Mondays and Wednesdays of single shares are left out around the reports of a quarter, as the exchanges do. */
function isShort({ shortExpirations }: Instrument, expiration: string): boolean {
  if (shortExpirations !== 'monday-wednesday') return shortExpirations === 'daily';
  const [, month, day] = expiration.split('-').map(Number);
  const isReporting = [1, 4, 7, 10].includes(month!) && day! >= 25;
  return [1, 3].includes(newYorkWeekday(expiration)) && !isReporting;
}

/** A Friday, or the Thursday before a Friday without a session. */
function isWeekly(calendar: Calendar, expiration: string): boolean {
  const weekday = newYorkWeekday(expiration);
  return weekday === 5 || (weekday === 4 && !calendar.sessionOn(addDays(expiration, 1)));
}

/** The third Friday, or the Thursday that stands in for it. */
function isMonthly(expiration: string): boolean {
  const friday = newYorkWeekday(expiration) === 5 ? expiration : addDays(expiration, 1);
  const day = isDate(friday) ? Number(friday.slice(8)) : 0;
  return day >= 15 && day <= 21;
}

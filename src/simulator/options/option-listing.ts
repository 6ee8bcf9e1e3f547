import type { Calendar } from '../../market/calendar/calendar.ts';
import type { OptionType } from '../../market/quotes/chain.ts';
import { addDays, isDate, newYorkWeekday } from '../../market/calendar/new-york-time.ts';
import { formatOptionSymbol, parseOptionSymbol } from '../../market/symbols/option-symbol.ts';
import { seededRandom } from '../../base/random.ts';
import { rootOf } from '../../market/symbols/roots.ts';
import { type Instrument, instruments } from '../market/instruments.ts';
import { firstDay } from '../market/trading-dates.ts';
import type { MarketModel } from '../market/market-model.ts';
import { createNewest } from '../newest.ts';

/** A listed contract. */
export interface Contract {
  /** With `O:`, as the API writes it. */
  ticker: string;
  underlying: string;
  /** `YYYY-MM-DD`. */
  expiration: string;
  optionType: OptionType;
  strike: number;
  /** Place in its expiration's listing. */
  index: number;
}

/** Which contracts are listed. Dates are New York’s. */
export interface OptionListing {
  /** Expirations listed on a date, in order: short ones for two weeks, then Fridays, then monthlies. */
  expirations(instrument: Instrument, date: string): string[];
  /** Contracts of one expiration in the order of their tickers: calls by strike, then puts by strike. */
  contracts(instrument: Instrument, expiration: string): Contract[];
  /** A contract by its ticker; `null` unless this market ever lists it. */
  find(ticker: string): Contract | null;
  /** Price around which an expiration's strikes are laid out. */
  centre(instrument: Instrument, expiration: string): number;
}

const daysWithShort = 14;
const daysWithWeeklies = 60;
const daysWithMonthlies = 380;

/** Lists strikes around each expiration’s price at its listing; the newest lists are kept. */
export function createOptionListing(model: MarketModel, seed: number): OptionListing {
  const { calendar } = model;
  const listings = createNewest<string, Contract[]>(64);
  const listed = createNewest<string, string[]>(32);

  function centre(instrument: Instrument, expiration: string): number {
    const { date, close } = calendar.previousSession(expiration);
    return model.dailyBar(instrument, date, close)?.close ?? instrument.level;
  }

  function contracts(instrument: Instrument, expiration: string): Contract[] {
    return listings.get(`${instrument.ticker} ${expiration}`, () => {
      const random = seededRandom(seed).fork(`listing ${instrument.ticker} ${expiration}`);
      const step = instrument.strikeStep;
      const middle = Math.round(centre(instrument, expiration) / step);
      const lowest = Math.max(1, middle - random.integer(87, 105));
      const highest = middle + random.integer(87, 105);
      const found: Contract[] = [];
      for (const optionType of ['call', 'put'] as const) {
        for (let level = lowest; level <= highest; level++) {
          const strikeMills = Math.round(level * step * 1000);
          const ticker = formatOptionSymbol(
            { root: rootOf(instrument.ticker), expiration, optionType, strikeMills },
            'polygon',
          );
          const strike = strikeMills / 1000;
          found.push({
            ticker,
            underlying: instrument.ticker,
            expiration,
            optionType,
            strike,
            index: found.length,
          });
        }
      }
      return found;
    });
  }

  return {
    centre,
    contracts,
    expirations: (instrument, date) =>
      listed.get(`${instrument.shortExpirations} ${date}`, () =>
        calendar
          .tradingDays(date, addDays(date, daysWithMonthlies))
          .filter((day) => isListed(calendar, instrument, day, date)),
      ),
    find(ticker) {
      const parsed = ticker.startsWith('O:') ? parseOptionSymbol(ticker) : null;
      if (!parsed?.isValid) return null;
      const { root, expiration } = parsed.parts;
      const instrument = instruments.find(({ ticker: underlying }) => rootOf(underlying) === root);
      if (!instrument || expiration <= firstDay || !calendar.sessionOn(expiration)) return null;
      if (!isShort(instrument, expiration) && !isWeekly(calendar, expiration)) return null;
      return contracts(instrument, expiration).find((contract) => contract.ticker === ticker) ?? null;
    },
  };
}

function isListed(calendar: Calendar, instrument: Instrument, expiration: string, date: string): boolean {
  if (isShort(instrument, expiration) && expiration <= addDays(date, daysWithShort)) return true;
  if (!isWeekly(calendar, expiration)) return false;
  return expiration <= addDays(date, daysWithWeeklies) || isMonthly(expiration);
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

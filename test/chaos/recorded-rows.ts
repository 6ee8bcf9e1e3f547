import type { Alert } from '../../src/market/alerts/alert.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../src/market/levels/levels.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { aChain, aContract, anAlert, aQuote, someLevels } from '../db/fixtures.ts';

/** Rows of each kind that a trade date has. */
export const rowsPerDate = 12;
const contractsPerChain = 120;
const spacingMs = 60_000;

const calendar = createCalendar();
const dates: string[] = ['2026-02-02'];

/** Trading dates one after the other. */
export function dateOf(number: number): string {
  const index = Math.floor(number / rowsPerDate);
  while (dates.length <= index) {
    const { postClose } = calendar.sessionOn(dates.at(-1)!)!;
    dates.push(calendar.nextSession(postClose).date);
  }
  return dates[index]!;
}

/** The numbers of the rows of a date. */
export function numbersOf(date: string): number[] {
  for (let first = 0; ; first += rowsPerDate) {
    if (dateOf(first) === date) return Array.from({ length: rowsPerDate }, (_, index) => first + index);
  }
}

/** The instant of the rows of a number, epoch ms. */
export function instantOf(number: number): number {
  return newYorkInstant(dateOf(number), '09:31') + (number % rowsPerDate) * spacingMs;
}

/** A poll by its number: another one, another chain, the same one each time. */
export function pollOf(number: number, underlying = 'SPY'): Chain {
  const expiration = dateOf(number);
  const timestamp = instantOf(number);
  return aChain({
    ...{ underlying, expiration, timestamp, slotAt: timestamp - 700, underlyingPriceAt: timestamp - 300 },
    contracts: Array.from({ length: contractsPerChain }, (_, index) => {
      // A third of the contracts is quiet.
      const isQuiet = index % 3 === 0;
      const changes = {
        ...{ strike: 600 + index, bid: 1 + ((number + index) % 97) / 100, volume: isQuiet ? 7 : number },
        ...{ quotedAt: isQuiet ? null : timestamp - 250, tradedAt: timestamp - 350, delta: 1 / (number + 2) },
      };
      const contract = aContract(
        isQuiet ? { ...changes, bid: 1, tradedAt: null, delta: null } : changes,
        expiration,
      );
      return { ...contract, symbol: contract.symbol.replace(/^SPY/, underlying) };
    }),
  });
}

export function levelsOf(number: number, underlying = 'SPY'): RecordedLevels {
  return someLevels({ underlying, expiration: dateOf(number), timestamp: instantOf(number) });
}

/** Each differs from the one before, so that it is stored. */
export function quoteOf(number: number, symbol = 'SPY'): Quote {
  const at = instantOf(number);
  const price = 600 + (number % 5000) / 100;
  return aQuote({ symbol, price, timestamp: at - 500, receivedAt: at, quotedAt: at - 400, slotAt: at - 700 });
}

export function alertOf(number: number, symbol = 'SPY'): Alert {
  const at = instantOf(number);
  return anAlert({ symbol, at, value: number, valueAt: at - 200, message: `${symbol} number ${number}` });
}

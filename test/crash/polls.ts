import type { Chain } from '../../src/market/quotes/chain.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { aChain, aContract } from '../db/fixtures.ts';

export const expiration = '2026-11-23';
/** The time that retention goes by: chains of October are past it. */
export const cutoffNow = newYorkInstant(expiration, '12:00');
export const pollEveryMs = 2;

/** A poll by its number: another one, another chain, the same one each time. */
export function aPoll(number: number): Chain {
  return poll(expiration, newYorkInstant(expiration, '09:30') + number * 100, number);
}

/** What retention is there to remove, of a session long past; a few at a time. */
export function oldPolls(number: number): Chain[] {
  const from = newYorkInstant('2026-10-05', '09:30');
  return [0, 1].map((index) => poll('2026-10-05', from + (number * 2 + index) * 100, number + index));
}

function poll(date: string, timestamp: number, number: number): Chain {
  return aChain({
    expiration: date,
    timestamp,
    contracts: Array.from({ length: 100 }, (_, index) =>
      aContract(
        {
          strike: 600 + index,
          bid: 1 + ((number + index) % 97) / 100,
          // A third of the contracts is quiet.
          quotedAt: index % 3 === 0 ? null : timestamp,
          volume: index % 3 === 0 ? 7 : number,
        },
        date,
      ),
    ),
  });
}

import type { CachedKind } from '../../recordings/cache.ts';
import type { ExchangeDay } from '../../recordings/exchange-days.ts';

/**
 * A word that a row may have. `unknown` is what a client takes for a word of a newer daemon, so that none is recorded.
 * Throws `TypeError`.
 */
export function recordedWord<W extends string>(word: W | 'unknown'): Exclude<W, 'unknown'> {
  if (word === 'unknown') throw new TypeError('What is not known is not recorded');
  return word as Exclude<W, 'unknown'>;
}

/** The words that columns of the database may hold, where `market` has no list of them. */
export const sources = ['polygon', 'simulator'] as const;
export const tiers = ['real-time', 'delayed', 'end-of-day', 'unknown'] as const;
export const underlyingPriceSources = ['chain', 'quote', 'parity'] as const;
export const cachedKinds = ['quote', 'options', 'historical'] as const satisfies readonly CachedKind[];
/** `complete`: every row of the answer made sense; `partial`: some were left out; `empty`: there was no contract. */
export const pollStatuses = ['complete', 'partial', 'empty'] as const;
export const dayKinds = ['closed', 'early-close'] as const satisfies readonly ExchangeDay['kind'][];
export const dayOrigins = ['announcement', 'status'] as const satisfies readonly ExchangeDay['origin'][];

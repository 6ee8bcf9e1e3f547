import type { PollRequest } from '../request.ts';

/**
 * How old a cached body may be for this request: a slot wants a new one, but a daemon restarted within half an interval
 * need not ask again; a person who pressed a key sees something new unless it is really fresh.
 */
export function maxAgeMs(request: PollRequest, ttlMs: number, intervalMs: number | null): number {
  if (request.isForced) return 0;
  const intervalOrTtl = Math.min(ttlMs, intervalMs ?? ttlMs);
  return request.priority === 'user' ? intervalOrTtl / 4 : intervalOrTtl / 2;
}

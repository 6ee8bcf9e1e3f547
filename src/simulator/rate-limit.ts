/** Counts one account's requests in a sliding window of market time. */
export interface RateLimit {
  /** Whether one more request is within the limit now; if so, it is counted. */
  take(now: number, limit: { requests: number; windowMs: number }): boolean;
}

/** Starts with nothing taken. */
export function createRateLimit(): RateLimit {
  let taken: number[] = [];
  return {
    take(now, { requests, windowMs }) {
      taken = taken.filter((at) => at > now - windowMs && at <= now);
      if (taken.length >= requests) return false;
      taken.push(now);
      return true;
    },
  };
}

/** What the smallest plan allows. Fewer were granted only because somebody else uses the same key. */
const smallestPlanCalls = 5;
/** How long a limit learnt from a 429 holds. */
const loweredForMs = 15 * 60_000;

/** Calls allowed a minute: what the plan says, lowered for a while after a 429. */
export interface LearntLimit {
  at(now: number): number;
  /** The plan's own limit. */
  readonly allowed: number;
  setAllowed(calls: number): void;
  /** The vendor answered 429 after it had granted this many calls in the last minute. */
  lower(granted: number, now: number): void;
}

/** @param callsPerMinute what the plan allows, as far as is known */
export function createLearntLimit(callsPerMinute: number): LearntLimit {
  let allowed = callsPerMinute;
  let lowered: { to: number; at: number } | null = null;
  const at = (now: number) => {
    if (lowered && now - lowered.at >= loweredForMs) lowered = null;
    return lowered ? Math.min(allowed, lowered.to) : allowed;
  };
  return {
    at,
    get allowed() {
      return allowed;
    },
    setAllowed(calls) {
      allowed = calls;
    },
    lower(granted, now) {
      const limit = at(now);
      if (granted < limit) lowered = { to: Math.max(granted, Math.min(smallestPlanCalls, limit)), at: now };
    },
  };
}

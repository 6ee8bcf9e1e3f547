/** What the smallest plan allows. Fewer were granted only because somebody else uses the same key. */
const smallestPlanCalls = 5;
/** How long a limit learnt from a refused call holds. */
const loweredForMs = 15 * 60_000;

/** Calls allowed a minute: what the plan says, lowered for a while by what the vendor has refused. */
export interface LearntLimit {
  at(now: number): number;
  /** The plan's own limit. */
  readonly allowed: number;
  setAllowed(calls: number): void;
  /** A call was refused after this many were granted in the last minute. */
  lower(granted: number, now: number): void;
}

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

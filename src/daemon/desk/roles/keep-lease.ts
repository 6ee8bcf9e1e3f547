import type { Clock } from '../../../base/clock.ts';
import { type SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import { keepRenewing } from '../../../base/timing/keep-renewing.ts';
import type { HeldLease } from '../../../recordings/shared/lease.ts';

/** How long the lease is held, and who hears what becomes of it. */
export interface KeepLeaseOptions {
  leaseMs: number;
  clock: Clock;
  /** Somebody else may have it by now. Called once; it is not kept any more. */
  onLost: () => void;
  /** The store does not answer; `null`: it does. */
  onProblem: (problem: SpyglassError | null) => void;
}

/** A lease that is kept. */
export interface KeptLease {
  /**
   * Whether nobody else can record as things are known here: the lease lasts by this process's own time, or nobody has
   * followed when it was renewed last.
   */
  isAlone(): boolean;
  stop(): void;
}

/** Real ms to the next try while the store does not answer. */
const retryMs = 1000;

/** Holds a lease again every third of its time. */
export function keepLease(
  held: Pick<HeldLease, 'renew'>,
  { leaseMs, clock, onLost, onProblem }: KeepLeaseOptions,
): KeptLease {
  let renewedAt = clock.monotonic();
  let followers = 0;
  const stop = keepRenewing({
    ...{ clock, everyMs: leaseMs / 3, retryMs },
    async renew() {
      // The lease counts from when the store was asked at the latest.
      const askedAt = clock.monotonic();
      followers = (await held.renew()).followers;
      renewedAt = askedAt;
    },
    isOver: (thrown) => toSpyglassError(thrown).code === 'lease_lost',
    onRenewed: () => onProblem(null),
    onFailed(thrown) {
      const error = toSpyglassError(thrown);
      if (error.code === 'lease_lost') onLost();
      else onProblem(error);
    },
  });
  return { isAlone: () => followers === 0 || clock.monotonic() - renewedAt < leaseMs, stop };
}

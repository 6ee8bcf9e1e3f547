import type { Clock } from '../../../base/clock.ts';
import { type SpyglassError, toSpyglassError } from '../../../base/errors.ts';
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

/** Real ms to the next try while the store does not answer. */
const retryMs = 1000;

/** Holds a lease again every third of its time. Returns how to stop. */
export function keepLease(
  held: Pick<HeldLease, 'renew'>,
  { leaseMs, clock, onLost, onProblem }: KeepLeaseOptions,
): () => void {
  let cancel = () => {};
  let isStopped = false;
  const renewAfter = (ms: number) => {
    cancel = clock.after(ms * clock.speed, () => void renew());
  };
  const renew = async () => {
    try {
      await held.renew();
      if (isStopped) return;
      onProblem(null);
      renewAfter(leaseMs / 3);
    } catch (thrown) {
      if (isStopped) return;
      const error = toSpyglassError(thrown);
      if (error.code === 'lease_lost') {
        isStopped = true;
        return onLost();
      }
      onProblem(error);
      renewAfter(Math.min(retryMs, leaseMs / 3));
    }
  };
  renewAfter(leaseMs / 3);
  return () => {
    isStopped = true;
    cancel();
  };
}

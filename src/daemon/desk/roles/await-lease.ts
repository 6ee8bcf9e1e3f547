import type { Clock } from '../../../base/clock.ts';
import { type SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import type { HeldLease, Lease, LeaseState } from '../../../recordings/shared/lease.ts';
import { startWokenLoop } from '../woken-loop.ts';

/** Who waits for the lease, and who hears how it stands. */
export interface AwaitLeaseOptions {
  lease: Lease;
  name: string;
  leaseMs: number;
  clock: Clock;
  /** Epoch ms before which it is not taken: this daemon could not record just now, and others may. */
  notBefore: number;
  onState: (state: LeaseState) => void;
  /** The store does not answer. */
  onProblem: (problem: SpyglassError) => void;
}

/** A daemon that waits for the lease. */
export interface AwaitedLease {
  /** The lease, once its holder has let go of it or has not held it in time; `null` once this is closed. */
  readonly taken: Promise<HeldLease | null>;
  /** The lease may have changed hands. */
  wake(): void;
  close(): Promise<void>;
}

/** Real ms after which the lease is looked at also where nobody has said that it has changed hands. */
const lookEveryMs = 1000;
/** Real ms: two daemons that wait for its end do not ask for it in one and the same millisecond for ever. */
const shortestPauseMs = 20;

/** Whether a lease was taken, or somebody else has it. */
export function isHeld(found: HeldLease | LeaseState): found is HeldLease {
  return 'renew' in found;
}

/** Waits for the end of somebody's lease, and takes it then. */
export function awaitLease(options: AwaitLeaseOptions): AwaitedLease {
  const { lease, name, leaseMs, clock, notBefore, onState, onProblem } = options;
  const taken = Promise.withResolvers<HeldLease | null>();
  /** @returns the lease, or real ms after which to look again */
  const look = async (): Promise<HeldLease | number> => {
    const state = await lease.follow({ name });
    onState(state);
    if (state.holder !== null && state.remainingMs > 0) return Math.min(lookEveryMs, state.remainingMs);
    if (clock.now() < notBefore) return lookEveryMs;
    const found = await lease.acquire({ name }, leaseMs);
    if (isHeld(found)) return found;
    onState(found);
    return lookEveryMs;
  };
  const loop = startWokenLoop(clock, async () => {
    try {
      const found = await look();
      if (typeof found === 'number') return Math.max(found, shortestPauseMs);
      taken.resolve(found);
      return null;
    } catch (thrown) {
      onProblem(toSpyglassError(thrown));
      return lookEveryMs;
    }
  });
  return {
    taken: taken.promise,
    wake: loop.wake,
    async close() {
      await loop.close();
      taken.resolve(null);
    },
  };
}

import { SpyglassError } from '../../base/errors.ts';

/** Whether an error says that the lease is over. */
export function isLeaseLost(error: unknown): boolean {
  return error instanceof SpyglassError && error.code === 'lease_lost';
}

/** A daemon that may record on a shared store. */
export interface LeaseHolder {
  /** For people: `server1 (4711)`. */
  name: string;
}

/** Who records on a shared store. Times are by the clock of the database, epoch ms. */
export interface LeaseState {
  /** Rises with every change of hands; 0 before the first. */
  token: number;
  /** `null` while nobody records. */
  holder: string | null;
  acquiredAt: number | null;
  /** Until the lease ends, in ms; 0 or less once it has. */
  remainingMs: number;
  /** When the last holder let go of it, or its lease ended; `null` while it is held. */
  endedAt: number | null;
  /** What the last holder has left to the next one, as JSON; `null` where it did not hand over. */
  handOver: string | null;
}

/** The lease in the hands of this process. */
export interface HeldLease {
  readonly token: number;
  /** What the holder before has left, as JSON; `null` where it did not hand over. */
  readonly handOver: string | null;
  /** When the lease before ended, by the clock of the database (epoch ms); `null` for the first one. */
  readonly endedBefore: number | null;
  /** Who held it before; `null` for the first one. */
  readonly holderBefore: string | null;
  /**
   * Holds it for the same time again. Resolves to how many daemons have followed within that time: one of them would take
   * over.
   *
   * Throws `SpyglassError` `lease_lost` where somebody else has it by now, or it had ended.
   */
  renew(): Promise<{ followers: number }>;
  /** Lets go of it, so that another daemon can go on at once. @param handOver JSON for the next holder */
  release(handOver?: string): Promise<void>;
}

/**
 * The right to record on a shared store, one for each market. Every write of a recording that was opened with it checks in
 * its own transaction that the lease is still held: a process that was stopped and wakes up can commit nothing.
 */
export interface Lease {
  state(): Promise<LeaseState>;
  /** The same for a daemon that follows and would take over, which its holder counts. */
  follow(follower: LeaseHolder): Promise<LeaseState>;
  /** Takes the lease if nobody has it; otherwise says who does. */
  acquire(holder: LeaseHolder, durationMs: number): Promise<HeldLease | LeaseState>;
}

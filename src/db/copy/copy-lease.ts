import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { keepRenewing } from '../../base/timing/keep-renewing.ts';
import { type HeldLease, isLeaseLost, type Lease, type LeaseState } from '../../recordings/shared/lease.ts';

/** Real milliseconds that the lease is held without being renewed; a killed copy keeps the next one waiting for so long. */
const leaseMs = 15_000;

/** By which a copy knows the lease of another one, which may have been killed. */
const ownKind = 'db copy on ';

export interface CopyLeaseOptions {
  /** What people are shown of the store's URL. */
  store: string;
  /** The machine's name, and this process. */
  host: string;
  pid: number;
  clock: Clock;
  signal: AbortSignal;
  /** Called once, with the sentence why, where the lease of a copy that was killed has to end first. */
  onWait: (why: string) => void;
}

/** The lease of a copy, renewed until it is let go. */
export interface CopyLease {
  held: HeldLease;
  release(): Promise<void>;
}

/**
 * Takes the recorder's lease, so that nobody records into the store while rows are copied. That of a daemon is a reason to stop; that
 * of another copy, which may have been killed, is waited for as long as it is not renewed.
 *
 * Throws `SpyglassError` (`lease_held`), and the signal's reason.
 */
export async function takeCopyLease(lease: Lease, options: CopyLeaseOptions): Promise<CopyLease> {
  const { host, pid, clock, signal, onWait, store } = options;
  let end: { token: number; at: number } | null = null;
  for (;;) {
    const taken = await lease.acquire({ name: `${ownKind}${host} (${pid})` }, leaseMs);
    if ('renew' in taken) return keep(taken, clock);
    const at = clock.monotonic() + taken.remainingMs;
    // The way to the server and back is no renewal.
    const isRenewed = end !== null && (taken.token !== end.token || at > end.at + 1000);
    if (isRenewed || !taken.holder?.startsWith(ownKind)) throw leaseHeld(taken, store);
    if (end === null)
      onWait(`Waiting for the lease of ${taken.holder} to end, which takes ${secondsOf(taken)} s.`);
    end ??= { token: taken.token, at };
    await clock.sleep(Math.min(1000, taken.remainingMs + 1) * clock.speed, signal);
    signal.throwIfAborted();
  }
}

const secondsOf = ({ remainingMs }: LeaseState) => Math.ceil(remainingMs / 1000);

function leaseHeld({ holder }: LeaseState, store: string): SpyglassError {
  return new SpyglassError('lease_held', `${holder ?? 'another daemon'} records on ${store}`);
}

function keep(held: HeldLease, clock: Clock): CopyLease {
  // Once it is lost, the next write says so.
  const stop = keepRenewing({ clock, everyMs: leaseMs / 3, renew: held.renew, isOver: isLeaseLost });
  return {
    held,
    async release() {
      stop();
      await held.release();
    },
  };
}

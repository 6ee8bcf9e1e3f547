import type { ExecutionContext } from 'ava';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { EventJournal } from '../../../src/recordings/shared/event-journal.ts';
import type { HeldLease, Lease } from '../../../src/recordings/shared/lease.ts';
import type { Clock } from '../../../src/base/clock.ts';

/** A shared store as one daemon has it. */
export interface TestDesk {
  lease: Lease;
  journal: EventJournal;
  open(options: {
    held: HeldLease;
    clock: Clock;
  }): Promise<{ recording: Pick<Recording, 'quotes'>; journal: EventJournal }>;
}

/** Opens a new, empty shared store of the adapter under test, and returns how another daemon opens the same one. */
export type OpenDesk = (t: ExecutionContext) => Promise<() => TestDesk>;

/** Takes a lease that nobody has. */
export async function take(desk: TestDesk, name = 'server1 (1)', durationMs = 3_600_000): Promise<HeldLease> {
  const held = await desk.lease.acquire({ name }, durationMs);
  if (!('renew' in held)) throw new Error(`${held.holder} has the lease`);
  return held;
}

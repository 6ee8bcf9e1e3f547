import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Recording, RecordingReader } from '../../recordings/recording.ts';
import type { EventJournal } from '../../recordings/shared/event-journal.ts';
import type { HeldLease, Lease } from '../../recordings/shared/lease.ts';

/** What the recorder opens a recording on a shared store with. */
export interface OpenSharedOptions {
  held: HeldLease;
  clock: Clock;
  log: Logger;
  /** Calls it off. */
  signal: AbortSignal;
}

/** A recording on a shared store. What is written to its journal is written in the order of all its writes. */
export interface SharedRecording {
  recording: Recording;
  journal: EventJournal;
}

/** A store that several daemons share, as each of them uses it. Each method may throw a `SpyglassError` (`store`). */
export interface SharedStore {
  /** For people, without user and password: `postgres://server1:5432/spyglass`. */
  readonly name: string;
  readonly lease: Lease;
  /** For whoever does not record: it reads, is woken, and leaves polls. */
  readonly journal: EventJournal;
  /** Opens the recording under a lease, brought up to date. @throws SpyglassError `database_newer`, `lease_lost` */
  open(options: OpenSharedOptions): Promise<SharedRecording>;
  /** Opens the recording to be read. @throws SpyglassError `database_newer`, `migration_needed` */
  openForReading(): Promise<RecordingReader>;
  close(): Promise<void>;
}

import type { SpyglassError } from '../../../base/errors.ts';
import type { DoctorCheck } from '../../../protocol/doctor-check.ts';
import type { ArchiveReport } from '../../../protocol/archive.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import type { HeldLease, LeaseState } from '../../../recordings/shared/lease.ts';
import { readReport } from '../../archive/archive-report.ts';
import { deskChecks } from '../desk-checks.ts';
import { type Follower, startFollower } from '../follower/follower.ts';
import type { ReceivedPictures } from '../follower/received.ts';
import { awaitLease } from './await-lease.ts';
import { type DeskDeps, deskState, deskStatus } from './desk-deps.ts';

/** This daemon follows the one that records. */
export interface FollowerRole {
  readonly kind: 'follower';
  readonly follower: Follower;
  /** Resolves to the lease once this daemon has it; to `null` once it is closed without. */
  readonly taken: Promise<HeldLease | null>;
  /** Ends waiting for the lease; clients are still answered. */
  stopWaiting(): Promise<void>;
  /** Lets go of clients and socket. Idempotent. */
  close(): Promise<void>;
}

/** What a follower begins with. */
export interface FollowerStart {
  /** What the recorder keeps. */
  pictures: ReceivedPictures;
  /** How the lease stands. */
  state: LeaseState;
  /** Epoch ms before which this daemon does not try to record. */
  notBefore: number;
  /** Why it could not record when it was its turn; `null` where it was not. */
  problem: SpyglassError | null;
  onShutdown: () => void;
}

/** Follows the recorder, and waits for the end of its lease. @throws SpyglassError `socket`, `store`, `database_*` */
export async function startFollowing(start: FollowerStart, deps: DeskDeps): Promise<FollowerRole> {
  const { store, name, leaseMs, clock, newEpoch, log } = deps;
  const found = { state: start.state };
  const recorder = () => (found.state.remainingMs > 0 ? found.state.holder : null);
  const reader = await store.openForReading();
  const follower = await startFollower(start.pictures, {
    ...deps,
    ...{ journal: store.journal, store: store.name, epoch: newEpoch(), recorder },
    ...{ problem: start.problem, onShutdown: start.onShutdown },
    ...answersOf(reader, recorder, deps),
  }).catch(async (error: unknown) => {
    await reader.close();
    throw error;
  });
  const waiting = awaitLease({
    ...{ lease: store.lease, name, leaseMs, clock, notBefore: start.notBefore },
    onState(state) {
      found.state = state;
      follower.showDesk();
    },
    // Whoever reads the journal notices it as well, and says so in the health.
    onProblem: (error) => log.debug({ err: error }, 'the lease cannot be looked at'),
  });
  const endWake = await wakeWith(deps, () => {
    follower.wake();
    waiting.wake();
  });
  let closing: Promise<void> | null = null;
  return {
    ...{ kind: 'follower', follower, taken: waiting.taken, stopWaiting: waiting.close },
    close() {
      closing ??= (async () => {
        await waiting.close();
        await endWake();
        await follower.close();
        await reader.close();
      })();
      return closing;
    },
  };
}

/** Without being woken it looks every second all the same. */
async function wakeWith({ store, log }: DeskDeps, wake: () => void): Promise<() => Promise<void>> {
  try {
    return await store.journal.onWake(wake);
  } catch (error) {
    log.warn({ err: error }, 'the store does not say when there is something new');
    return async () => {};
  }
}

/** What of a follower's answers comes from the store. */
function answersOf(reader: RecordingReader, recorder: () => string | null, deps: DeskDeps) {
  const { store, settings, archiveDir, clock } = deps;
  const desk = async () =>
    deskStatus(deskState(deps, 'follower', recorder()), await store.lease.state(), null);
  return {
    desk,
    database: reader.status,
    archive: (): Promise<ArchiveReport> =>
      readReport(reader, {
        ...{ isEnabled: settings.archiveEnabled, directory: archiveDir },
        now: clock.now(),
      }),
    doctor: (): Promise<DoctorCheck[]> => deskChecks(desk),
  };
}

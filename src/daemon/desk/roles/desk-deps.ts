import type { DeskState, DeskStatus } from '../../../protocol/desk/desk-state.ts';
import type { LeaseState } from '../../../recordings/shared/lease.ts';
import type { DaemonDeps } from '../../core.ts';
import type { PastReader } from '../../playback/past-reader.ts';
import type { SharedStore } from '../shared-store.ts';

/** What a daemon of a desk is started with, whichever role it has. */
export interface DeskDeps
  extends Omit<DaemonDeps, 'desk' | 'takesOver' | 'databasePath' | 'epoch' | 'openPastReader'> {
  /** Closed with the daemon. */
  store: SharedStore;
  /** Name of this daemon, by host and process: `server1 (4711)`. */
  name: string;
  /** How long the recorder may be silent before another daemon takes over, in real ms. */
  leaseMs: number;
  archiveDir: string;
  /** A new one with each role: clients begin afresh then. */
  newEpoch: () => string;
  /** Opens what reads the recording beside this thread. @param symbols recorded, the first one in front; the settings’ own by default */
  openPastReader: (symbols?: readonly string[]) => Promise<PastReader>;
}

/** Who records, for clients. */
export function deskState(
  { name, store }: Pick<DeskDeps, 'name' | 'store'>,
  role: 'recorder' | 'follower',
  recorder: string | null,
): DeskState {
  return { role, recorder, self: name, store: store.name };
}

/** The same with how the lease stands. */
export function deskStatus(
  state: DeskState,
  { token, acquiredAt, remainingMs }: LeaseState,
  lastHandOver: DeskStatus['lastHandOver'],
): DeskStatus {
  return { ...state, token, since: acquiredAt, remainingMs, lastHandOver };
}

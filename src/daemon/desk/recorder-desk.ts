import type { DeskState, DeskStatus } from '../../protocol/desk/desk-state.ts';
import type { SpyglassError } from '../../base/errors.ts';
import type { RecorderFacts } from './journal/record-journal.ts';
import type { OpenSharedOptions, SharedRecording } from './shared-store.ts';

/** What a daemon that records on a shared store has of the desk. */
export interface RecorderDesk {
  open(options: Omit<OpenSharedOptions, 'held'>): Promise<SharedRecording>;
  /** As followers are told. */
  facts: Omit<RecorderFacts, 'symbols'>;
  state: DeskState;
  status(): Promise<DeskStatus>;
  /** Why nothing was recorded since the recorder before, as in the gap ledger; `null` where there was none. */
  downReason: string | null;
  /** Called just before clients are answered: whoever answers them in this process until then lets go of the socket. */
  beforeListening(): Promise<void>;
  /** A client asks for the end. */
  onShutdown(): void;
  /** Somebody else may record by now: the daemon is to be closed at once. */
  onLeaseLost(): void;
  /** Hears of problems with the store, beside those of writes; `null` once there is none. */
  watch(listener: (problem: SpyglassError | null) => void): void;
}

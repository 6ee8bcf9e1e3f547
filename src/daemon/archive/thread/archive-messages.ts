import type { ErrorCode } from '../../../base/errors.ts';
import type { StorePlace } from '../../../recordings/shared/store-place.ts';
import type { ArchiveWorker } from '../archive-worker.ts';

/** What the thread is started with. */
export type ArchiveThreadData = StorePlace;

/** What the thread can be asked. */
export type ArchiveMethod = Exclude<keyof ArchiveWorker, 'close'>;

/** What its parent posts: a call, that a call is called off, that it ends. */
export type ArchiveThreadMessage =
  | { kind: 'call'; id: number; method: ArchiveMethod; params: unknown[] }
  | { kind: 'cancel'; id: number }
  | { kind: 'close' };

/** What the thread posts: that it works, or cannot; how far a call is, its result, or why it failed. */
export type ArchiveReportMessage =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ThreadFailure }
  | { kind: 'progress'; id: number; share: number }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: ThreadFailure };

/** A `SpyglassError` on its way between threads. */
export interface ThreadFailure {
  code: ErrorCode;
  message: string;
  hint: string;
}

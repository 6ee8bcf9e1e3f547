import type { ErrorCode } from '../../../base/errors.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import type { StorePlace } from '../../../recordings/shared/store-place.ts';
import type { ArchivePlace } from '../past-recording.ts';
import type { ReaderMethod } from '../reader-calls.ts';

/** What the thread is started with. */
export interface ReaderThreadData extends StorePlace {
  /** What retention has taken from the database. */
  archive: ArchivePlace;
  settings: Settings;
}

/** Asks the thread to call a method of its reader. */
export interface ReaderCall {
  id: number;
  method: ReaderMethod;
  params: unknown[];
}

/** What the thread posts: that it reads, or cannot; the result of a call, or why it failed. */
export type ReaderReport =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ReaderFailure }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: ReaderFailure };

/** A `SpyglassError` on its way between threads. */
export interface ReaderFailure {
  code: ErrorCode;
  message: string;
  hint: string;
}

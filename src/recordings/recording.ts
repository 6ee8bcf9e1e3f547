import type { AlertDeliveryStore } from './alert-deliveries.ts';
import type { AlertStore } from './alerts.ts';
import type { ArchivedSessionStore } from './archived-sessions.ts';
import type { BarStore } from './bars.ts';
import type { CacheStore } from './cache.ts';
import type { ChainStore } from './chains.ts';
import type { ExchangeDayStore } from './exchange-days.ts';
import type { GapStore } from './gaps.ts';
import type { LevelsStore, RecomputedLevelsStore } from './levels.ts';
import type { Maintenance } from './maintenance.ts';
import type { PollRows } from './poll-rows.ts';
import type { QuoteStore } from './quotes.ts';
import type { RebuiltReader, RebuiltStore } from './rebuilt.ts';
import type { Retention } from './retention.ts';
import type { SessionRows } from './session-rows.ts';
import type { DatabaseStatus } from './status.ts';
import type { ApiLog } from './usage.ts';

/**
 * The recorded market, open for its one writer. Everything goes in and out as plain objects; instants are epoch
 * milliseconds. Every read of the market takes `asOf`, the instant it is read from: what came later is not returned.
 * Nothing here reads a clock: rows bring their time, or an argument does.
 *
 * Each method of a store, of retention and of maintenance returns a promise and is one unit of work (a run of retention
 * is many). Writes run one after the other, in the order in which they were asked for. A read begins at once and waits for no write
 * of the queue: it sees every write that had ended when it was asked for, and of those in the queue the first few or none,
 * never a later one without an earlier one. What one read returns is of one instant. Whoever has to see a write awaits it,
 * or keeps in memory what it wrote, as the daemon does with all that it shows. A method that returns no promise is done
 * when it returns.
 *
 * Any of them may fail with a `SpyglassError`: `database_full`, `database_busy`, `database_broken`, `data_dir`; a write
 * also with `database_gone`, with `not_running` once the recording is being closed, or with `RejectedRow`.
 */
export interface Recording {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  /** Whether the owner before did not close it: what it had committed was taken in from the log. */
  readonly wasRecovered: boolean;
  readonly quotes: QuoteStore;
  readonly chains: ChainStore;
  readonly pollRows: PollRows;
  readonly bars: BarStore;
  readonly cache: CacheStore;
  readonly apiLog: ApiLog;
  readonly gaps: GapStore;
  readonly exchangeDays: ExchangeDayStore;
  readonly levels: LevelsStore;
  readonly recomputedLevels: RecomputedLevelsStore;
  readonly rebuilt: RebuiltStore;
  readonly alerts: AlertStore;
  readonly alertDeliveries: AlertDeliveryStore;
  readonly sessions: SessionRows;
  readonly archivedSessions: ArchivedSessionStore;
  readonly retention: Retention;
  readonly maintenance: Maintenance;
  status(): Promise<DatabaseStatus>;
  /**
   * Looks whether the files are where they were opened. Where another file took the database's place, its log is taken
   * out of that file's way.
   *
   * Throws `SpyglassError` (`database_gone`).
   */
  checkFiles(): void;
  /**
   * Names the process that opens it next, or nobody, for whoever finds no owner that answers.
   *
   * Throws `SpyglassError` (`database_locked`).
   */
  nameSuccessor(pid: number | null): void;
  /** Checkpoints, closes, and lets go of the lock. Calling it again returns the same promise. */
  close(): Promise<void>;
}

/** What can be asked of a recording without being its owner. */
export interface RecordingReader {
  readonly path: string;
  readonly quotes: Omit<QuoteStore, 'record'>;
  readonly chains: Omit<ChainStore, 'record'>;
  readonly pollRows: PollRows;
  readonly bars: Omit<BarStore, 'upsert' | 'remove'>;
  readonly cache: Pick<CacheStore, 'get' | 'count'>;
  readonly apiLog: Pick<ApiLog, 'since' | 'last'>;
  readonly exchangeDays: Pick<ExchangeDayStore, 'all'>;
  readonly gaps: Pick<GapStore, 'last' | 'ofSession' | 'known' | 'noticed'>;
  readonly levels: LevelsStore;
  readonly recomputedLevels: Pick<RecomputedLevelsStore, 'at'>;
  readonly rebuilt: RebuiltReader;
  readonly alerts: Omit<AlertStore, 'record'>;
  readonly sessions: SessionRows;
  readonly archivedSessions: Pick<ArchivedSessionStore, 'of' | 'all' | 'version'>;
  readonly maintenance: Maintenance;
  status(): Promise<DatabaseStatus>;
  close(): Promise<void>;
}

/** A recording of any schema, wherever it lies, open for reading. Its `path` is the recording's, also where a copy is read. */
export interface PastRecording extends RecordingReader {
  /** The temporary copy that is read in its place; `null` where the recording itself is, with what is recorded meanwhile. */
  readonly copy: RecordingCopy | null;
}

/** A temporary copy of a recording, which is removed when it is closed. */
export interface RecordingCopy {
  /** The directory that it was made in. */
  readonly directory: string;
  /** Its size when it was made. */
  readonly bytes: number;
  readonly reason: CopyReason;
  /** Epoch ms. What was recorded later is not in it. */
  readonly asOf: number;
}

/**
 * Why a recording is not read where it lies: its schema is older than this version's, or it lies where nothing may be
 * written and the files that SQLite needs beside it are missing.
 */
export type CopyReason = 'older-schema' | 'read-only';

/** A temporary copy that is about to be made. */
export interface CopyUnderWay {
  /** The recording. */
  path: string;
  /** The new directory that the copy is made in, and that goes with it. */
  directory: string;
  bytes: number;
  reason: CopyReason;
  /** How long bringing it up to date takes after that; 0 where it is up to date, `null` where that is not known yet. */
  expectedMs: number | null;
}

import { SpyglassError } from '../../base/errors.ts';
import type { ArchiveOutcome, ArchiveReport, ArchiveState } from '../../protocol/archive.ts';
import { createTurns } from './turns.ts';
import { reportOf } from './archive-report.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { archiveDate, type DateRequest, forgetSession, verifyDate } from './archive-requests.ts';
import { archiveSession, removeArchived, verifyArchived } from './archive-work.ts';
import type { WorkRun } from './archive-worker.ts';
import { type ArchiverContext, type ArchiverOptions, createArchiverContext } from './archiver-context.ts';
import { keyText } from './archive-plan.ts';
import { type ImportRequest, importArchived } from './import-archived.ts';
import { lookAtArchive } from './look-at-archive.ts';

/** Archives sessions once they are over, reads them again from time to time, and removes what is kept no longer. */
export interface Archiver {
  /** From memory, as of the last look. */
  state(): ArchiveState;
  /** With every session. @throws SpyglassError `database_*` */
  report(): Promise<ArchiveReport>;
  /** Finds out what is to be done. @throws SpyglassError `archive_unavailable`, `database_*` */
  look(): Promise<void>;
  /** Whether it has not looked yet, or what it found may no longer be so. */
  isLookDue(): boolean;
  /** Things to do, as of the last look. */
  left(): number;
  /**
   * Does the next of them: one session. Returns what came of it, in one phrase.
   * @throws SpyglassError `archive_*`, `database_*`, and the signal's reason
   */
  step(run: WorkRun): Promise<string>;
  /**
   * Archives a date for somebody who asks for it; `onProgress` counts all its sessions together.
   * @throws SpyglassError `usage` where the date is not over, `no_data` where nothing was recorded, and the signal's reason
   */
  archiveNow(request: DateRequest & { replace: boolean }, run: WorkRun): Promise<ArchiveOutcome[]>;
  /** Reads what is archived of a date. @throws SpyglassError `no_data` where nothing is, and the signal's reason */
  verifyNow(request: DateRequest, run: WorkRun): Promise<ArchiveOutcome[]>;
  /**
   * Runs work of somebody else while no session is archived, read or removed: what is being read must not lose its rows
   * meanwhile, or the files would be written anew from what is left.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Gives a lost session up. @throws SpyglassError `database_*`, and the signal's reason */
  forget(key: SessionKey, run: WorkRun): Promise<ArchiveOutcome>;
  /** Takes a session of another archive in. @throws SpyglassError `database_*`, and the signal's reason */
  importSession(request: ImportRequest, run: WorkRun): Promise<ArchiveOutcome>;
  /** Calls the step under way off, if there is one: the daemon is about to end. It is made up for later. */
  interrupt(): void;
  /** The settings were read anew: what was switched off ends. */
  configure(): void;
  /** Ends its worker. */
  close(): Promise<void>;
}

/** @returns an archiver that has not looked yet. It does one thing at a time: two sessions at once would take twice the memory. */
export function createArchiver(options: ArchiverOptions): Archiver {
  const context = createArchiverContext(options);
  const { memory } = context;
  const inTurn = createTurns();
  let underWay = new AbortController();
  return {
    state: context.state,
    report: () => reportOf(context),
    look: () =>
      inTurn(async () => {
        try {
          await lookAtArchive(context);
          memory.isLookDue = false;
        } finally {
          context.show();
        }
      }),
    isLookDue: () => memory.isLookDue,
    left: () => memory.plan.write.length + memory.plan.verify.length + memory.plan.remove.length,
    step: ({ signal, onProgress }) =>
      inTurn(async () => {
        underWay = new AbortController();
        return await step(context, { signal: AbortSignal.any([signal, underWay.signal]), onProgress });
      }),
    interrupt: () => underWay.abort(new SpyglassError('not_running', 'Archiving was called off.')),
    archiveNow: (request, run) => inTurn(() => archiveDate(context, request, run)),
    verifyNow: (request, run) => inTurn(() => verifyDate(context, request, run)),
    forget: (key, run) => inTurn(() => forgetSession(context, key, run)),
    exclusively: inTurn,
    importSession: (request, run) => inTurn(() => importArchived(context, request, run)),
    configure() {
      if (!options.settings.archiveEnabled)
        underWay.abort(new SpyglassError('settings', 'Archiving was switched off.'));
      memory.isLookDue = true;
      memory.unavailable = null;
      context.show();
    },
    close: options.worker.close,
  };
}

/** Retention waits for what is written, so that comes first. A damaged file is noted, and does not end the work. */
async function step(context: ArchiverContext, run: WorkRun): Promise<string> {
  const { write, verify, remove } = context.memory.plan;
  try {
    if (write[0]) {
      const { rows } = await archiveSession(context, write[0], false, run);
      return `${keyText(write[0])} archived, ${rows} rows`;
    }
    if (remove[0]) {
      await removeArchived(context, remove[0], run);
      return `${keyText(remove[0])} removed, past archive.keep`;
    }
    if (!verify[0]) return 'nothing to archive';
    await verifyArchived(context, verify[0], run);
    return `${keyText(verify[0])} verified`;
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'archive_damaged') return error.message;
    throw error;
  }
}

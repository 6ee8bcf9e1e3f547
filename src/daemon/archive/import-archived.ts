import type { SessionFacts } from '../../archive/session-facts.ts';
import type { Clock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { lastInstant } from '../../market/calendar/instants.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { ArchiveOutcome } from '../../protocol/archive.ts';
import type { ArchivedSession, ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { SessionCounts, SessionKey, SessionRows } from '../../recordings/session-rows.ts';
import type { VerifiedSession } from '../../archive/verify/verify-session.ts';
import { rowsOf } from './archive-memory.ts';
import { keyText } from './archive-plan.ts';
import type { ArchiveWorker, WorkRun } from './archive-worker.ts';
import type { ArchiverContext } from './archiver-context.ts';

/** A session of another machine's archive. */
export interface ImportRequest extends SessionKey {
  /** Absolute. */
  directory: string;
  /** Reads and compares it, and changes nothing. */
  isDryRun: boolean;
}

/** What a session is held to before it is taken in. */
export interface ImportLook {
  db: {
    readonly sessions: Pick<SessionRows, 'sessions'>;
    readonly archivedSessions: Pick<ArchivedSessionStore, 'of'>;
  };
  /** This archive’s, which need not be there. */
  directory: string;
  facts: () => Pick<SessionFacts, 'mode'>;
  settings: Pick<Settings, 'archiveKeep'>;
  clock: Pick<Clock, 'now'>;
  worker: Pick<ArchiveWorker, 'verify'>;
}

/** What became of it, where it is sound. */
interface Imported {
  verified: VerifiedSession;
  said: string;
}

/**
 * Takes a session of another archive into this one, and notes it as one of which the database has no row. A session that this
 * database recorded itself, and one that is archived here already, stay as they are.
 * @throws SpyglassError `database_*`, and the signal's reason; what is wrong with the session is its outcome
 */
export async function importArchived(
  context: ArchiverContext,
  request: ImportRequest,
  run: WorkRun,
): Promise<ArchiveOutcome> {
  const { underlying, date, directory } = request;
  const { memory, show, clock, log } = context;
  memory.running = { work: 'import', symbol: underlying, date, since: clock.now(), share: null };
  show();
  try {
    return await outcomeOf(request, run, async () => {
      const imported = await importOne(context, request, run);
      const { said } = imported;
      log.info({ session: keyText(request), directory, said }, 'a session of another archive has been read');
      return imported;
    });
  } finally {
    memory.running = null;
    await context.refresh();
    show();
  }
}

/** Says what would come of a session, and changes nothing. @throws SpyglassError as `importArchived` */
export function previewImport(
  look: ImportLook,
  request: Omit<ImportRequest, 'isDryRun'>,
  run: WorkRun,
): Promise<ArchiveOutcome> {
  return outcomeOf(request, run, async () => {
    const { verified, said } = await lookAtImport(look, request, run);
    return { verified, said };
  });
}

async function outcomeOf(
  { underlying, date }: SessionKey,
  { signal }: WorkRun,
  work: () => Promise<Imported>,
): Promise<ArchiveOutcome> {
  const session = { symbol: underlying, date };
  try {
    const { verified, said } = await work();
    const rows = rowsOf(countsOf(verified));
    return { ...session, isOk: true, message: said, code: null, rows, bytes: verified.bytes };
  } catch (thrown) {
    signal.throwIfAborted();
    const { code, message, hint } = toSpyglassError(thrown);
    if (code.startsWith('database_')) throw thrown;
    return { ...session, isOk: false, message: `${message} ${hint}`, code, rows: 0, bytes: 0 };
  }
}

/** A sound session that may be taken in; whether it is noted here, and whether its files lie in their place. */
interface Looked extends Imported {
  known: ArchivedSession | null;
  there: boolean;
  /** Nothing is to be done. */
  isHere: boolean;
}

async function lookAtImport(
  context: ImportLook,
  { underlying, date, directory: from }: Omit<ImportRequest, 'isDryRun'>,
  run: WorkRun,
): Promise<Looked> {
  const { db, worker } = context;
  const key = { underlying, date };
  const { mode } = context.facts();
  await refuseRecorded(context, key);
  refusePast(context, date);
  const verified = await worker.verify({ directory: from, key, expected: { mode } }, run);
  const known = await db.archivedSessions.of(key);
  if (known && known.hash !== verified.hash) throw another(key);
  if (known && known.problem === null) {
    return { verified, known, there: true, isHere: true, said: 'is in this archive already' };
  }
  const there = await placeHolds(context, key, verified, run);
  const said = there ? 'would be noted' : 'would be imported';
  return { verified, known, there, isHere: false, said };
}

async function importOne(context: ArchiverContext, request: ImportRequest, run: WorkRun): Promise<Imported> {
  const { db, worker, directory } = context;
  const { underlying, date, directory: from, isDryRun } = request;
  const key = { underlying, date };
  const { mode } = context.facts();
  const { verified, known, there, isHere, said } = await lookAtImport(context, request, run);
  if (isHere || isDryRun) return { verified, said };
  if (!there) await worker.import({ from, directory, key, mode }, run);
  const at = context.clock.now();
  if (known) {
    await db.archivedSessions.markVerified(key, at);
    return { verified, said: 'brought back' };
  }
  const { bytes, hash } = verified;
  await db.archivedSessions.record({
    ...{ ...key, counts: countsOf(verified), bytes, hash, problem: null },
    // By these, `isImported` knows it.
    ...{ archivedAt: at, verifiedAt: at, chainsRemovedAt: at, quotesRemovedAt: at },
  });
  return { verified, said: 'imported' };
}

/** Its own sessions are archived from the database, where retention has not taken them. */
async function refuseRecorded({ db }: ImportLook, key: SessionKey): Promise<void> {
  const recorded = await db.sessions.sessions(lastInstant);
  if (!recorded.some(({ underlying, date }) => underlying === key.underlying && date === key.date)) return;
  throw new SpyglassError('file', 'This database has recorded the session itself; it stays as it is.', {
    hint: 'Nothing was changed.',
  });
}

/** It would be removed again with the next look. */
function refusePast({ settings: { archiveKeep }, clock }: ImportLook, date: string): void {
  if (archiveKeep === 'forever' || date >= addDays(newYorkDate(clock.now()), -archiveKeep)) return;
  throw new SpyglassError('file', `The session is older than archive.keep, ${archiveKeep} days.`, {
    hint: 'Let archive.keep be longer, or `forever`, and import it again.',
  });
}

/** Whether the files lie in their place, as after an import that was ended before it was noted. */
async function placeHolds(
  { worker, directory, facts }: ImportLook,
  key: SessionKey,
  { hash }: VerifiedSession,
  run: WorkRun,
): Promise<boolean> {
  try {
    await worker.verify({ directory, key, expected: { mode: facts().mode, hash } }, run);
    return true;
  } catch (error) {
    const { code } = toSpyglassError(error);
    if (code === 'archive_unavailable') return false;
    throw code === 'archive_damaged' ? another(key) : error;
  }
}

function another({ underlying, date }: SessionKey): SpyglassError {
  return new SpyglassError(
    'file',
    `Another session of ${underlying} on ${date} is in this archive already; it stays as it is.`,
    { hint: 'To take this one instead, move that one’s folder away first.' },
  );
}

function countsOf({ rows }: VerifiedSession): SessionCounts {
  const { chain, polls, quotes, levels, gaps, alerts } = rows;
  return { contracts: chain, polls, quotes, levels, gaps, alerts };
}

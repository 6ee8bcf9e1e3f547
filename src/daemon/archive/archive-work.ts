import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { ArchiveWorkName } from '../../protocol/archive.ts';
import type { WrittenSession } from '../../archive/write/write-session.ts';
import type { SessionCounts, SessionKey } from '../../recordings/session-rows.ts';
import type { ArchiverContext } from './archiver-context.ts';
import { rowsOf } from './archive-memory.ts';
import { hasLeft, isSameCounts, keyText } from './archive-plan.ts';
import type { WorkRun } from './archive-worker.ts';

/** What the archiver does by itself. */
type PlannedWork = Exclude<ArchiveWorkName, 'import'>;

/** How often a session is written whose rows change while it is. */
const maxTries = 3;
/** Steps in which progress is shown. */
const progressSteps = 20;

/** A session's files, as whoever asked for them is told. */
export interface SessionDone {
  rows: number;
  bytes: number;
}

/**
 * Writes a session, and notes it where the database still has the rows that were read. Files of the session that lie there
 * and are damaged, or another recording's, are moved aside with `setAside`, and refused without.
 * @throws SpyglassError `archive_*`, `database_*`, and the signal's reason
 */
export function archiveSession(
  context: ArchiverContext,
  key: SessionKey,
  setAside: boolean,
  run: WorkRun,
): Promise<SessionDone> {
  return working(context, 'archive', key, run, async (watched) => {
    const { db, clock, worker, memory, log } = context;
    const { directory } = context;
    const known = await db.archivedSessions.of(key);
    // Since it was planned, retention may have taken rows that only its files hold now.
    if (known && hasLeft(known)) throw leftTheDatabase(key);
    const request = {
      directory,
      key,
      facts: context.facts(),
      mustExist: memory.archived.length > 0,
      setAside,
    };
    for (let tries = 1; tries <= maxTries; tries++) {
      const [before] = await worker.count([key]);
      const written = await writtenOrChanged(context, key, before!, () => worker.write(request, watched));
      if (written && isSameCounts(written.counts, await db.sessions.counts(key))) {
        const { counts, bytes, hash } = written;
        const at = clock.now();
        await db.archivedSessions.record({
          ...{ ...key, counts, bytes, hash, archivedAt: at, verifiedAt: at, problem: null },
          ...{ chainsRemovedAt: null, quotesRemovedAt: null },
        });
        const rows = rowsOf(counts);
        log.info({ session: keyText(key), rows, bytes, directory }, 'a session has been archived');
        return { rows, bytes };
      }
    }
    throw new SpyglassError(
      'archive_unavailable',
      `${keyText(key)} changed each time that it was archived.`,
      {
        hint: 'It is tried again by itself.',
      },
    );
  });
}

/** `null` where it failed because the session changed meanwhile: some of what was written is from before, some from after. */
async function writtenOrChanged(
  { worker }: ArchiverContext,
  key: SessionKey,
  before: SessionCounts,
  write: () => Promise<WrittenSession>,
): Promise<WrittenSession | null> {
  try {
    return await write();
  } catch (error) {
    const [now] = await worker.count([key]);
    if (isSameCounts(before, now!)) throw error;
    return null;
  }
}

/**
 * Reads a session's files, and notes what they are. One that has changed in the database since is only held to what it says
 * of itself: it is about to be archived anew.
 * @throws SpyglassError `archive_*`, `no_data` where it is not archived, `database_*`, and the signal's reason
 */
export function verifyArchived(
  context: ArchiverContext,
  key: SessionKey,
  run: WorkRun,
): Promise<SessionDone> {
  return working(context, 'verify', key, run, async (watched) => {
    const { db, clock, worker } = context;
    const known = await db.archivedSessions.of(key);
    if (!known) throw new SpyglassError('no_data', `${keyText(key)} is not archived.`);
    const isChanged = !hasLeft(known) && !isSameCounts(known.counts, await db.sessions.counts(key));
    const { mode } = context.facts();
    const expected = isChanged ? { mode } : { mode, hash: known.hash };
    const { bytes } = await worker.verify({ directory: context.directory, key, expected }, watched);
    await db.archivedSessions.markVerified(key, clock.now());
    return { rows: rowsOf(known.counts), bytes };
  });
}

/** Removes a session's files, then what is noted of it: after a crash in between it is removed again. */
export function removeArchived(context: ArchiverContext, key: SessionKey, run: WorkRun): Promise<void> {
  return working(context, 'remove', key, run, async () => {
    await context.worker.remove(context.directory, key);
    await context.db.archivedSessions.remove(key);
    context.log.info({ session: keyText(key) }, 'a session past archive.keep has been removed');
  });
}

/** Does one thing, shows that it is under way, and remembers how it ended. */
async function working<T>(
  context: ArchiverContext,
  work: PlannedWork,
  key: SessionKey,
  { signal, onProgress }: WorkRun,
  act: (run: WorkRun) => Promise<T>,
): Promise<T> {
  const { memory, clock, show } = context;
  const show20ths = (share: number) => {
    onProgress(share);
    const shown = Math.floor(share * progressSteps) / progressSteps;
    if (memory.running?.share === shown) return;
    memory.running = { ...running, share: shown };
    show();
  };
  const running = { work, symbol: key.underlying, date: key.date, since: clock.now(), share: 0 };
  memory.running = running;
  show();
  try {
    const done = await act({ signal, onProgress: show20ths });
    memory.unavailable = null;
    memory.refused.delete(keyText(key));
    drop(context, work, key);
    return done;
  } catch (error) {
    if (!signal.aborted) await noteFailure(context, work, key, error);
    throw error;
  } finally {
    memory.running = null;
    await context
      .refresh()
      .catch((error: unknown) => context.log.warn({ err: error }, 'the archive is not known'));
    show();
  }
}

const leftTheDatabase = (key: SessionKey) =>
  new SpyglassError('no_data', `${keyText(key)} has left the database; its files are all there is of it.`);

/** A damaged file is no reason to do nothing else; anything else is. */
async function noteFailure(
  context: ArchiverContext,
  work: PlannedWork,
  key: SessionKey,
  thrown: unknown,
): Promise<void> {
  const { db, memory, log } = context;
  const error = toSpyglassError(thrown);
  log.warn({ session: keyText(key), err: thrown }, 'a session could not be archived, verified or removed');
  if (error.code === 'no_data') return drop(context, work, key);
  if (error.code !== 'archive_damaged') {
    memory.unavailable = error;
    memory.isLookDue = true;
    return;
  }
  drop(context, work, key);
  if (await db.archivedSessions.of(key)) await db.archivedSessions.markDamaged(key, error.message);
  else memory.refused.set(keyText(key), { key, error });
}

function drop({ memory }: ArchiverContext, work: PlannedWork, key: SessionKey): void {
  const list = ({ archive: 'write', verify: 'verify', remove: 'remove' } as const)[work];
  memory.plan[list] = memory.plan[list].filter((other) => keyText(other) !== keyText(key));
}

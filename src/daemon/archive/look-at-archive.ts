import path from 'node:path';
import { sessionPath } from '../../archive/archive-paths.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { ArchiverContext } from './archiver-context.ts';
import { hasLeft, isOver, keyText, planArchive, type RecordedSession } from './archive-plan.ts';

const dayMs = 86_400_000;
/** What stands in `archived_sessions` for files that are not there. */
const missing = 'its files are not there.';

/**
 * Compares archive, notes and recording, and plans what is to be done. Files that are gone are noted; those that are back,
 * or were damaged, are planned to be read again.
 * @throws SpyglassError `archive_unavailable`, `database_*`
 */
export async function lookAtArchive(context: ArchiverContext): Promise<void> {
  const { db, clock, settings, memory } = context;
  const now = clock.now();
  await context.refresh();
  const found = await foundFiles(context);
  await noteMissing(context, found);
  const archived = memory.archived;
  const recorded = await counted(context, await db.sessions.sessions(now), now);
  const { archiveKeep } = settings;
  const keepDays = archiveKeep === 'forever' ? null : archiveKeep;
  const plan = planArchive({ now, recorded, archived, keepDays });
  const again = archived.filter((session) => found.suspects(session));
  const isAgain = new Set(again.map(keyText));
  const verify = [...again, ...plan.verify.filter((key) => !isAgain.has(keyText(key)))];
  memory.plan = { ...plan, verify };
  const due = new Set(plan.write.map(keyText));
  for (const key of memory.refused.keys()) if (!due.has(key)) memory.refused.delete(key);
  // Whether anything can be written there is known once something was.
  if (plan.write.length === 0) memory.unavailable = null;
}

/** What lies in the archive. */
interface FoundFiles {
  has(key: SessionKey): boolean;
  /** Whether a session is there and has to be read: it was damaged, or something about its folder is strange. */
  suspects(session: ArchivedSession): boolean;
}

/** An archive that was never written to need not be there. */
async function foundFiles({ memory, worker, directory }: ArchiverContext): Promise<FoundFiles> {
  const { archived } = memory;
  if (archived.length === 0) return { has: () => false, suspects: () => false };
  try {
    const { sessions, problems } = await worker.list(directory);
    const names = new Set(sessions.map(keyText));
    const has = (key: SessionKey) => names.has(keyText(key));
    const isStrange = (key: SessionKey) =>
      problems.some((problem) => problem.includes(`${sessionPath(key)}${path.sep}`));
    if (archived.some(has))
      return { has, suspects: (session) => has(session) && (session.problem !== null || isStrange(session)) };
    throw new SpyglassError(
      'archive_unavailable',
      `${directory} has none of the ${archived.length} archived sessions: was it moved, or is its disk not mounted?`,
      {
        hint: 'Mount its disk, or move the sessions there. Recording goes on, and nothing that is not archived is removed. Where they are lost, `spyglass archive now DATE` begins anew with a date that the database still has.',
      },
    );
  } catch (error) {
    memory.unavailable = toSpyglassError(error);
    throw error;
  }
}

async function noteMissing(context: ArchiverContext, found: FoundFiles): Promise<void> {
  const { db, memory } = context;
  const gone = memory.archived.filter((session) => session.problem === null && !found.has(session));
  for (const session of gone) await db.archivedSessions.markDamaged(session, missing);
  if (gone.length > 0) await context.refresh();
}

/** A session changes within days, if at all. */
const countedDays = 7;

/**
 * Counted is what is archived and may have changed since. Older sessions have their turn once a week: counting reads their
 * index, which for a month of chains is hundreds of megabytes. Retention counts before it takes anything.
 */
async function counted(
  { memory, worker }: ArchiverContext,
  recorded: readonly SessionKey[],
  now: number,
): Promise<RecordedSession[]> {
  const byKey = new Map(memory.archived.map((session) => [keyText(session), session]));
  const isCounted = (known: ArchivedSession | undefined) =>
    known !== undefined && !hasLeft(known) && known.problem === null;
  const over = recorded.filter(({ date }) => isOver(date, now));
  const today = newYorkDate(now);
  const isDue = ({ date }: SessionKey) => {
    const age = Math.round((newYorkInstant(today, '12:00') - newYorkInstant(date, '12:00')) / dayMs);
    return age <= countedDays || age % countedDays === 0;
  };
  const keys = over.filter((key) => isDue(key) && isCounted(byKey.get(keyText(key))));
  const counts = keys.length === 0 ? [] : await worker.count(keys);
  const byCounted = new Map(keys.map((key, index) => [keyText(key), counts[index]!]));
  return recorded.map((key) => ({ ...key, counts: byCounted.get(keyText(key)) ?? null }));
}

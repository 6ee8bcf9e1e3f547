import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../market/calendar/trade-date.ts';
import type { ArchiveOutcome } from '../../protocol/archive.ts';
import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { rowsOf } from './archive-memory.ts';
import type { ArchiverContext } from './archiver-context.ts';
import { hasLeft, isOver, isSameCounts, keyText } from './archive-plan.ts';
import { archiveSession, type SessionDone, verifyArchived } from './archive-work.ts';
import type { WorkRun } from './archive-worker.ts';

/** A trade date, of one symbol or of all. */
export interface DateRequest {
  date: string;
  symbol?: string | undefined;
}

/**
 * Archives what was recorded of a date. What is archived as it is recorded is verified; what has left the database, too.
 * @throws SpyglassError `usage` where the date is not over, `no_data` where nothing was recorded, and the signal's reason
 */
export async function archiveDate(
  context: ArchiverContext,
  { date, symbol, replace }: DateRequest & { replace: boolean },
  run: WorkRun,
): Promise<ArchiveOutcome[]> {
  const { db, clock } = context;
  if (!isOver(date, clock.now())) {
    const end = `${date} ${formatNewYorkTime(tradeDateEnd(date))}`;
    throw new SpyglassError('usage', `${date} is not over: its trade date ends at ${end} New York.`, {
      hint: 'A session is archived as a whole, and by itself soon after that.',
    });
  }
  await context.refresh();
  const isMeant = (key: SessionKey) =>
    key.date === date && (symbol === undefined || key.underlying === symbol);
  const recorded = (await db.sessions.sessions(clock.now())).filter(isMeant);
  const known = context.memory.archived.filter(isMeant);
  const others = known.filter((key) => !recorded.some(({ underlying }) => underlying === key.underlying));
  const keys: SessionKey[] = [...recorded, ...others];
  if (keys.length === 0) {
    const what = symbol === undefined ? '' : ` of ${symbol}`;
    throw new SpyglassError('no_data', `Nothing${what} was recorded on ${date}.`, {
      hint: '`spyglass archive list` says which dates there are.',
    });
  }
  return await each(keys, run, async (key, own) => {
    const session = await db.archivedSessions.of(key);
    const isWhole = session === null || !hasLeft(session);
    const isDamaged = session !== null && session.problem !== null;
    if (session && !isWhole) {
      if (isDamaged) throw leftAndDamaged(session.problem);
      return {
        ...(await verifyArchived(context, key, own)),
        said: 'has left the database; its files are sound',
      };
    }
    const isSame = session !== null && isSameCounts(session.counts, await db.sessions.counts(key));
    if (isSame && !isDamaged && !replace)
      return {
        ...(await verifyArchived(context, key, own)),
        said: 'is archived already; its files are sound',
      };
    return { ...(await archiveSession(context, key, replace, own)), said: 'archived' };
  });
}

/** Reads what is archived of a date. @throws SpyglassError `no_data` where nothing is, and the signal's reason */
export async function verifyDate(
  context: ArchiverContext,
  { date, symbol }: DateRequest,
  run: WorkRun,
): Promise<ArchiveOutcome[]> {
  await context.refresh();
  const keys = context.memory.archived.filter(
    (key) => key.date === date && (symbol === undefined || key.underlying === symbol),
  );
  if (keys.length === 0) {
    const what = symbol === undefined ? '' : ` of ${symbol}`;
    throw new SpyglassError('no_data', `Nothing${what} is archived of ${date}.`, {
      hint: '`spyglass archive list` says which dates are.',
    });
  }
  return await each(keys, run, async (key, own) => ({
    ...(await verifyArchived(context, key, own)),
    said: 'is what was written',
  }));
}

/**
 * Gives a session up whose files are lost and whose rows have left the database: what is noted of it goes, by its owner’s word.
 * Files that are damaged stay where they lie.
 * @throws SpyglassError `database_*`, and the signal's reason; why it is refused is its outcome
 */
export async function forgetSession(
  context: ArchiverContext,
  key: SessionKey,
  run: WorkRun,
): Promise<ArchiveOutcome> {
  const { memory, log } = context;
  const [outcome] = await each([key], run, async (session, own) => {
    const known = await refuseKept(context, session, own);
    await context.db.archivedSessions.remove(session);
    await context.refresh();
    memory.refused.delete(keyText(session));
    // That all files are gone was said of the sessions that were noted then.
    memory.unavailable = null;
    memory.isLookDue = true;
    log.warn({ session: keyText(session), rows: rowsOf(known.counts) }, 'a lost session was given up');
    context.show();
    return { rows: rowsOf(known.counts), bytes: known.bytes, said: 'given up' };
  });
  return outcome!;
}

/** What is noted of a session that is lost. @throws SpyglassError `no_data`, `usage`, `archive_unavailable`, `database_*` */
async function refuseKept(
  { db, worker, directory, facts }: ArchiverContext,
  key: SessionKey,
  run: WorkRun,
): Promise<ArchivedSession> {
  const known = await db.archivedSessions.of(key);
  if (!known) throw new SpyglassError('no_data', `${keyText(key)} is not archived.`);
  if (!hasLeft(known)) {
    throw new SpyglassError('usage', 'Its rows are still in the database; nothing is lost.', {
      hint: `\`spyglass archive now ${key.date} --replace\` writes its files anew.`,
    });
  }
  // A directory that cannot be read, such as that of a disk that is not mounted, says nothing of its files.
  const { sessions } = await worker.list(directory);
  if (!sessions.some((one) => keyText(one) === keyText(key))) return known;
  try {
    await worker.verify({ directory, key, expected: { mode: facts().mode, hash: known.hash } }, run);
  } catch (error) {
    if (toSpyglassError(error).code === 'archive_damaged') return known;
    throw error;
  }
  throw new SpyglassError('usage', 'Its files are there and sound; nothing is lost.', {
    hint: '`spyglass archive verify` ends a problem that was noted of them.',
  });
}

const leftAndDamaged = (problem: string | null) =>
  new SpyglassError(
    'archive_damaged',
    `${problem} Its rows have left the database, so it cannot be written anew.`,
    {
      hint: 'Bring its files back from a copy, then run `spyglass archive verify DATE`; where there is none, `spyglass archive forget DATE --symbol S` gives it up.',
    },
  );

/** One session after the other; one that fails does not keep the next from its turn. */
async function each(
  keys: readonly SessionKey[],
  { signal, onProgress }: WorkRun,
  act: (key: SessionKey, run: WorkRun) => Promise<SessionDone & { said: string }>,
): Promise<ArchiveOutcome[]> {
  const outcomes: ArchiveOutcome[] = [];
  for (const [index, { underlying, date }] of keys.entries()) {
    const key = { underlying, date };
    const own = { signal, onProgress: (share: number) => onProgress((index + share) / keys.length) };
    const session = { symbol: underlying, date };
    try {
      const { rows, bytes, said } = await act(key, own);
      outcomes.push({ ...session, isOk: true, message: said, code: null, rows, bytes });
    } catch (thrown) {
      signal.throwIfAborted();
      const { message, hint, code } = toSpyglassError(thrown);
      outcomes.push({ ...session, isOk: false, message: `${message} ${hint}`, code, rows: 0, bytes: 0 });
      if (code !== 'archive_damaged') return outcomes;
    }
  }
  return outcomes;
}

import type { ArchivedSessionState, ArchiveReport, ArchiveState } from '../../protocol/archive.ts';
import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { SessionCounts, SessionKey } from '../../recordings/session-rows.ts';
import type { ArchiverContext } from './archiver-context.ts';
import { type ArchiveMemory, emptyMemory, problemOf, rowsOf, stateOf, waitingOf } from './archive-memory.ts';
import { keyText, planArchive } from './archive-plan.ts';

/** Rows of each of these sessions. */
type Count = (keys: readonly SessionKey[]) => Promise<SessionCounts[]>;

/** The archive with every session, and those that wait. @throws SpyglassError `database_*` */
export async function reportOf(context: ArchiverContext): Promise<ArchiveReport> {
  await context.refresh();
  return await withList(context.memory, context.state(), context.worker.count);
}

/** What a report without a daemon is made for. */
export interface ReadReportOptions {
  isEnabled: boolean;
  directory: string;
  /** Epoch ms. */
  now: number;
}

/** The same of a recording that nobody records into: as it is noted there, without a look at the files. */
export async function readReport(
  { sessions, archivedSessions }: Pick<RecordingReader, 'sessions' | 'archivedSessions'>,
  { isEnabled, directory, now }: ReadReportOptions,
): Promise<ArchiveReport> {
  const memory = emptyMemory();
  memory.archived = await archivedSessions.all();
  const recorded = (await sessions.sessions(now)).map((key) => ({ ...key, counts: null }));
  memory.plan = planArchive({ now, recorded, archived: memory.archived, keepDays: null });
  const error = isEnabled ? problemOf(memory) : null;
  const problem = error && {
    ...{ code: error.code, subject: 'archive', message: error.message, hint: error.hint, since: now },
  };
  const count: Count = async (keys) => {
    const counts: SessionCounts[] = [];
    for (const key of keys) counts.push(await sessions.counts(key));
    return counts;
  };
  return await withList(memory, stateOf(memory, { isEnabled, directory, problem }), count);
}

async function withList(memory: ArchiveMemory, state: ArchiveState, count: Count): Promise<ArchiveReport> {
  const waiting = state.isEnabled ? waitingOf(memory) : [];
  const waits = new Set(waiting.map(keyText));
  const isArchived = new Set(memory.archived.map(keyText));
  const others = waiting.filter((key) => !isArchived.has(keyText(key)));
  const counts = others.length === 0 ? [] : await count(others);
  const rest = others.map(
    ({ underlying, date }, index): ArchivedSessionState => ({
      ...{ symbol: underlying, date, archivedAt: null, verifiedAt: null, bytes: 0 },
      rows: rowsOf(counts[index]!),
      problem: memory.refused.get(keyText({ underlying, date }))?.error.message ?? null,
      ...{ isWaiting: true, isChainsRemoved: false, isQuotesRemoved: false },
    }),
  );
  const list = [...memory.archived.map((session) => rowOf(session, waits)), ...rest];
  return { ...state, list: list.sort(byDate) };
}

const byDate = (one: ArchivedSessionState, other: ArchivedSessionState) =>
  one.date === other.date ? (one.symbol < other.symbol ? -1 : 1) : one.date < other.date ? -1 : 1;

function rowOf(session: ArchivedSession, waits: ReadonlySet<string>): ArchivedSessionState {
  const { underlying, date, archivedAt, verifiedAt, bytes, counts, problem } = session;
  return {
    ...{ symbol: underlying, date, archivedAt, verifiedAt, bytes, problem },
    rows: rowsOf(counts),
    isWaiting: waits.has(keyText(session)),
    isChainsRemoved: session.chainsRemovedAt !== null,
    isQuotesRemoved: session.quotesRemovedAt !== null,
  };
}

import { SpyglassError } from '../../base/errors.ts';
import type { ArchiveState, ArchiveWork } from '../../protocol/archive.ts';
import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { Problem } from '../../protocol/state.ts';
import { type ArchivePlan, keyText } from './archive-plan.ts';

/** What the archiver knows since it looked last. */
export interface ArchiveMemory {
  archived: readonly ArchivedSession[];
  plan: ArchivePlan;
  running: ArchiveWork | null;
  /** Whether what the last look found may no longer be so. */
  isLookDue: boolean;
  /** Why nothing can be archived as things are; `null` where nothing is known to be in the way. */
  unavailable: SpyglassError | null;
  /** Sessions that cannot be archived because of what lies in their place, and why. */
  refused: Map<string, Refused>;
}

/** A session that waits for somebody to look at what lies in its place. */
export interface Refused {
  key: SessionKey;
  error: SpyglassError;
}

export const emptyMemory = (): ArchiveMemory => ({
  archived: [],
  plan: { write: [], verify: [], remove: [] },
  running: null,
  isLookDue: true,
  unavailable: null,
  refused: new Map(),
});

/** Sessions that are over and not archived, oldest first. */
export function waitingOf({ plan, refused }: ArchiveMemory): SessionKey[] {
  const planned = new Set(plan.write.map(keyText));
  const others = [...refused.values()].map(({ key }) => key).filter((key) => !planned.has(keyText(key)));
  return [...plan.write, ...others].sort((one, other) => (one.date < other.date ? -1 : 1));
}

/** The one problem that stands for all: nothing can be archived, or files are not what they were. */
export function problemOf({ archived, unavailable, refused }: ArchiveMemory): SpyglassError | null {
  if (unavailable) return unavailable;
  const damaged = archived.filter(({ problem }) => problem !== null);
  const texts = [
    ...damaged.map((session) => `${keyText(session)}: ${session.problem}`),
    ...[...refused.values()].map(({ key, error }) => `${keyText(key)}: ${error.message}`),
  ];
  const [first] = texts;
  if (first === undefined) return null;
  const more = texts.length - 1;
  const rest = more === 0 ? '' : ` And ${more} more: see \`spyglass archive list\`.`;
  return new SpyglassError('archive_damaged', `${first}${rest}`);
}

/** What the Store screen shows. @param problem as health has it */
export function stateOf(
  memory: ArchiveMemory,
  { isEnabled, directory, problem }: { isEnabled: boolean; directory: string; problem: Problem | null },
): ArchiveState {
  const { archived, running } = memory;
  const waiting = isEnabled ? waitingOf(memory) : [];
  const dates = archived.map(({ date }) => date).sort();
  const last = archived.reduce<ArchivedSession | null>(
    (newest, session) => (newest === null || session.archivedAt > newest.archivedAt ? session : newest),
    null,
  );
  return {
    ...{ isEnabled, directory, running, problem },
    sessions: archived.length,
    bytes: archived.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: archived.reduce((sum, session) => sum + rowsOf(session.counts), 0),
    oldest: dates[0] ?? null,
    newest: dates.at(-1) ?? null,
    last: last && { symbol: last.underlying, date: last.date, at: last.archivedAt },
    waiting: waiting.length,
    waitingSince: waiting[0]?.date ?? null,
    damaged: archived.filter((session) => session.problem !== null).length,
  };
}

/** Rows of all tables together. */
export const rowsOf = (counts: ArchivedSession['counts']): number =>
  Object.values(counts).reduce((sum, rows: number) => sum + rows, 0);

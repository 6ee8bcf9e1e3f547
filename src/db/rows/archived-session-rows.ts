import type { ArchivedSession, RemovedRows } from '../../recordings/archived-sessions.ts';
import type { SessionCounts } from '../../recordings/session-rows.ts';

/** A row of `archived_sessions`. */
export type ArchivedSessionRow = SessionCounts & Omit<ArchivedSession, 'counts'>;

/** Its counts of rows; column and field have one name. */
export const countedColumns = ['polls', 'contracts', 'quotes', 'levels', 'gaps', 'alerts'] as const;

/** Its columns as `ArchivedSessionRow` names them. */
export const archivedSessionColumns = `underlying, date, ${countedColumns.join(', ')}, bytes, hash,
  archived_at as "archivedAt", verified_at as "verifiedAt", problem, chains_removed_at as "chainsRemovedAt",
  quotes_removed_at as "quotesRemovedAt"`;

/** What a session that is archived anew replaces of the row before. */
export const archivedAnewColumns = [
  ...[...countedColumns, 'bytes', 'hash', 'archived_at', 'verified_at', 'problem'],
];

export const removedColumns: Record<RemovedRows, string> = {
  chains: 'chains_removed_at',
  quotes: 'quotes_removed_at',
};

export function toArchivedSession(row: ArchivedSessionRow): ArchivedSession {
  const { polls, contracts, quotes, levels, gaps, alerts, ...session } = row;
  return { ...session, counts: { polls, contracts, quotes, levels, gaps, alerts } };
}

import type { ArchivedSession } from '../../recordings/archived-sessions.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { ExportReader } from './export-sources.ts';

/** What is noted of a session that no database has rows of. */
const imported: Omit<ArchivedSession, keyof SessionKey> = {
  counts: { polls: 0, contracts: 0, quotes: 0, levels: 0, gaps: 0, alerts: 0 },
  ...{ bytes: 0, hash: '', archivedAt: 0, verifiedAt: null, problem: null },
  ...{ chainsRemovedAt: 0, quotesRemovedAt: 0 },
};

/**
 * An archive as if its sessions were imported into a database without rows: each is read from its files alone, and nothing of them is
 * kept.
 * @param recording the archive as a recording: answers for what no session holds
 */
export function archiveAlone<R extends ExportReader>(recording: R, sessions: readonly SessionKey[]): R {
  const isThere = ({ underlying, date }: SessionKey) =>
    sessions.some((key) => key.underlying === underlying && key.date === date);
  const none = async () => [];
  return {
    ...recording,
    sessions: { ...recording.sessions, sessions: none, polls: none, quotes: none, levels: none, gaps: none },
    archivedSessions: {
      ...recording.archivedSessions,
      all: async () => sessions.map((key) => ({ ...imported, ...key })),
      of: async (key: SessionKey) => (isThere(key) ? { ...imported, ...key } : null),
    },
  };
}

import type { Alert } from '../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { NoticedGap } from '../../recordings/gaps.ts';
import type { ContractState, SessionKey, SessionPoll } from '../../recordings/session-rows.ts';
import { type SessionFileName, sessionFileNames } from '../archive-paths.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { openFiles } from '../session/open-files.ts';
import type { ArchivedFacts, ArchiveMode } from '../session-facts.ts';
import { sessionTables } from '../tables/tables.ts';
import type { ChainColumns } from './chain-columns.ts';
import { createChainFile } from './chain-file.ts';
import { readRows } from './read-rows.ts';

/**
 * A session of an archive, open for reading; its files stay those that were opened, also where the session is replaced
 * meanwhile. Each method reads what it needs from the disk, each time: whoever reads again keeps what it got.
 *
 * Each throws `SpyglassError`: `archive_damaged`, `archive_unavailable`.
 */
export interface SessionFiles {
  readonly key: SessionKey;
  readonly facts: ArchivedFacts;
  readonly rows: Readonly<Record<SessionFileName, number>>;
  /** Expirations with states of contracts, oldest first. */
  readonly expirations: readonly string[];
  polls(): Promise<SessionPoll[]>;
  quotes(): Promise<Quote[]>;
  levels(): Promise<RecordedLevels[]>;
  gaps(): Promise<NoticedGap[]>;
  alerts(): Promise<Alert[]>;
  /** The states of an expiration's contracts; without any where it has none. */
  chain(expiration: string): Promise<ChainColumns>;
  /** As `SessionRows.contracts`. */
  contracts(after: string | null, limit: number): Promise<ContractState[][]>;
  close(): Promise<void>;
}

/**
 * Opens a session, and reads what its files say of themselves. With `mode`, one of the other mode is refused.
 *
 * Throws `SpyglassError`: `archive_damaged`, `archive_unavailable` where there is no such session or it cannot be read.
 */
export async function openSession(
  directory: string,
  key: SessionKey,
  expected: { mode?: ArchiveMode } = {},
  files: ArchiveFiles = diskFiles,
): Promise<SessionFiles> {
  const open = await openFiles(files, directory, key, expected.mode);
  try {
    const tables = sessionTables(key.underlying);
    const { quotes, levels, polls, gaps, alerts } = open.files;
    const chain = await createChainFile(open.files.chain);
    const rows = Object.fromEntries(sessionFileNames.map((name) => [name, open.files[name].table.rows]));
    return {
      key,
      facts: open.facts,
      rows: rows as SessionFiles['rows'],
      ...chain,
      polls: () => readRows(polls, tables.polls),
      quotes: () => readRows(quotes, tables.quotes),
      levels: () => readRows(levels, tables.levels),
      gaps: () => readRows(gaps, tables.gaps),
      alerts: () => readRows(alerts, tables.alerts),
      close: () => open.close(),
    };
  } catch (error) {
    await open.close();
    throw error;
  }
}

import type { SessionFiles } from '../../archive/open/open-session.ts';
import type { SessionKey, SessionPoll } from '../../recordings/session-rows.ts';
import type { ChainDay, StoredPoll } from '../rows/chain-day.ts';
import { archivedChain } from './archived-chain.ts';
import { databaseChain, type ReadPoll } from './database-chain.ts';
import type { ExportSources } from './export-sources.ts';

/** The chains of a session, from the database or from the archive. */
export interface SessionChains {
  /** Of all its expirations, by time. */
  readonly polls: readonly SessionPoll[];
  /** One of them. */
  day(expiration: string): ChainDay;
  close(): Promise<void>;
}

/**
 * Opens the chains of a session. Retention marks a session before it takes the first row: what was read of the database is whole if
 * the session is not marked afterwards. Where it is, the archive gives the same polls from that one on.
 *
 * Throws `SpyglassError` (`archive_damaged`, `archive_unavailable`), and so does reading.
 */
export async function openSessionChains(
  { db, openArchived }: ExportSources,
  key: SessionKey,
): Promise<SessionChains> {
  let files: SessionFiles | null = null;
  const isRemoved = async () => (await db.archivedSessions.of(key))?.chainsRemovedAt != null;
  const recorded = await db.sessions.polls(key);
  if (await isRemoved()) files = await openArchived(key);
  const polls = files ? await files.polls() : recorded;

  async function* read(
    expiration: string,
    own: readonly SessionPoll[],
    { from, to }: { from: number; to: number },
  ): AsyncGenerator<StoredPoll> {
    const fromArchive = async (): Promise<ReadPoll> => {
      files ??= await openArchived(key);
      return archivedChain(await files.chain(expiration), own);
    };
    let stored = files ? await fromArchive() : databaseChain(db, own);
    for (const poll of own) {
      if (poll.timestamp < from || poll.timestamp > to) continue;
      let rows = await stored(poll);
      if (!files && (await isRemoved())) {
        stored = await fromArchive();
        rows = await stored(poll);
      }
      yield { poll, provenance: 'recorded', rows };
    }
  }

  return {
    polls,
    day(expiration) {
      const own = polls.filter((poll) => poll.expiration === expiration);
      return {
        date: key.date,
        polls: own,
        read: (from, to) => read(expiration, own, { from, to }),
      };
    },
    close: async () => await files?.close(),
  };
}

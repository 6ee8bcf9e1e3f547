import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { isImported } from '../../recordings/archived-sessions.ts';
import type { NoticedGap } from '../../recordings/gaps.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { SessionFiles } from '../../archive/open/open-session.ts';
import type { ExportSources } from './export-sources.ts';

/** A session's quotes, from the archive where retention has begun to take them from the database. */
export async function quotesOf(sources: ExportSources, key: SessionKey): Promise<Quote[]> {
  const { db } = sources;
  const recorded = await db.sessions.quotes(key);
  // A session is marked before its first row goes.
  const archived = await db.archivedSessions.of(key);
  return archived?.quotesRemovedAt == null
    ? recorded
    : await withFiles(sources, key, (files) => files.quotes());
}

/** A session's levels. They are never removed: only those of an imported session are in the archive alone. */
export async function levelsOf(sources: ExportSources, key: SessionKey): Promise<RecordedLevels[]> {
  return (await isOfArchiveAlone(sources, key))
    ? await withFiles(sources, key, (files) => files.levels())
    : await sources.db.sessions.levels(key);
}

/** A session's gaps; the same. */
export async function gapsOf(sources: ExportSources, key: SessionKey): Promise<NoticedGap[]> {
  return (await isOfArchiveAlone(sources, key))
    ? await withFiles(sources, key, (files) => files.gaps())
    : await sources.db.sessions.gaps(key);
}

async function isOfArchiveAlone({ db }: ExportSources, key: SessionKey): Promise<boolean> {
  const archived = await db.archivedSessions.of(key);
  return archived !== null && isImported(archived);
}

async function withFiles<T>(
  { openArchived }: ExportSources,
  key: SessionKey,
  read: (files: SessionFiles) => Promise<T>,
): Promise<T> {
  const files = await openArchived(key);
  try {
    return await read(files);
  } finally {
    await files.close();
  }
}

import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import {
  leftoverEndings,
  type SessionFileName,
  sessionFile,
  sessionFileNames,
  sessionPath,
} from '../archive-paths.ts';
import { damaged, readingFile } from '../files/archive-error.ts';
import type { ArchiveFiles, FileBeingRead } from '../files/archive-files.ts';
import { createTableReader, type TableReader } from '../parquet/table-reader.ts';
import type { ArchivedFacts, ArchiveMode } from '../session-facts.ts';
import { columnsOf } from '../tables/tables.ts';
import { type FileMetadata, parseMetadata } from './session-metadata.ts';

/** A file of a session, open for reading. */
export interface OpenFile {
  name: SessionFileName;
  /** For people: `underlying=SPY/date=2026-11-25/chain.parquet`. */
  path: string;
  file: FileBeingRead;
  metadata: FileMetadata;
  table: TableReader;
}

/** The files of a session, open for reading. */
export interface OpenFiles {
  facts: ArchivedFacts;
  files: Readonly<Record<SessionFileName, OpenFile>>;
  close(): Promise<void>;
}

/** The folder of a session below the archive's directory; `null` where the archive has none. */
export async function sessionFolder(
  files: ArchiveFiles,
  directory: string,
  key: SessionKey,
): Promise<string | null> {
  const folder = sessionPath(key);
  // Where a replacement was interrupted the old one has lost its name only.
  for (const name of [folder, folder + leftoverEndings.replaced]) {
    if (await files.isDirectory(path.join(directory, name))) return name;
  }
  return null;
}

/**
 * Opens all files of a session and reads what they say of themselves.
 *
 * Throws `SpyglassError`: `archive_damaged`, `archive_unavailable`.
 */
export async function openFiles(
  files: ArchiveFiles,
  directory: string,
  key: SessionKey,
  mode: ArchiveMode | undefined,
): Promise<OpenFiles> {
  const open = async () => {
    const folder = await readingFile(directory, () => sessionFolder(files, directory, key));
    return folder === null ? null : openFolder(files, directory, folder, key, mode);
  };
  const isDamage = (error: unknown) => error instanceof SpyglassError && error.code === 'archive_damaged';
  // Some of the files may be those from before and some those from after a replacement that happened just now.
  const found = await open().catch((error) => (isDamage(error) ? open() : Promise.reject(error)));
  if (found) return found;
  throw new SpyglassError(
    'archive_unavailable',
    `The archive in ${directory} has no session of ${key.underlying} on ${key.date}.`,
  );
}

/** The same, of a folder with whatever name. `ending` follows the names of its files. */
export async function openFolder(
  files: ArchiveFiles,
  directory: string,
  folder: string,
  key: SessionKey,
  mode: ArchiveMode | undefined,
  ending = '',
): Promise<OpenFiles> {
  const open: OpenFile[] = [];
  const close = async () => {
    await Promise.all(open.map(({ file }) => file.close()));
  };
  try {
    for (const name of sessionFileNames) {
      const shown = path.join(folder, sessionFile(name) + ending);
      open.push(await openFile(files, path.join(directory, shown), shown, name, key));
    }
    const { facts } = open[0]!.metadata;
    for (const { path: shown, metadata } of open) {
      if (JSON.stringify(metadata.facts) !== JSON.stringify(facts)) {
        throw damaged(shown, 'is not from the same writing as the files beside it');
      }
      if (mode !== undefined && facts.mode !== mode) {
        throw damaged(shown, `is of the ${facts.mode} market, and not of the ${mode} one`);
      }
    }
    const byName = Object.fromEntries(open.map((file) => [file.name, file]));
    return { facts, files: byName as Record<SessionFileName, OpenFile>, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One file of a session. Throws `SpyglassError`: `archive_damaged`, `archive_unavailable`. */
export async function openFile(
  files: ArchiveFiles,
  absolute: string,
  shown: string,
  name: SessionFileName,
  key: SessionKey,
): Promise<OpenFile> {
  return readingFile(shown, async () => {
    const file = await files.open(absolute).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? damaged(shown, 'is missing', error) : error;
    });
    try {
      const table = await createTableReader(file, columnsOf(name));
      const metadata = parseMetadata(table.metadata, name, key);
      if (metadata.rows !== table.rows) {
        throw damaged(shown, `has ${table.rows} rows and says ${metadata.rows}`);
      }
      return { name, path: shown, file, metadata, table };
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

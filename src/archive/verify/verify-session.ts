import { createHash } from 'node:crypto';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { type SessionFileName, sessionFile, sessionFileNames } from '../archive-paths.ts';
import { damaged, readingFile } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { createChainFile } from '../open/chain-file.ts';
import { createValuesHash } from '../parquet/values-hash.ts';
import { type OpenFile, type OpenFiles, openFiles, openFolder } from '../session/open-files.ts';
import type { ArchivedFacts, ArchiveMode } from '../session-facts.ts';
import { columnsOf } from '../tables/tables.ts';

/** What a session must be. */
export interface ExpectedSession {
  /** `WrittenSession.hash`. */
  hash?: string;
  mode?: ArchiveMode;
}

/** A session that is what its files say. */
export interface VerifiedSession {
  facts: ArchivedFacts;
  /** Rows of each file; those of `chain` include the ones that were completed at the first poll. */
  rows: Record<SessionFileName, number>;
  bytes: number;
  /** SHA-256 over the files, in hex. */
  hash: string;
}

/**
 * Reads all of a session, and holds each file to what it says of itself: schema, rows, the hash of its values.
 *
 * Throws `SpyglassError`: `archive_damaged` with the file and what is wrong with it, `archive_unavailable` where it
 * cannot be read; the signal's reason.
 */
export async function verifySession(
  directory: string,
  key: SessionKey,
  expected: ExpectedSession | null,
  signal?: AbortSignal,
  files: ArchiveFiles = diskFiles,
): Promise<VerifiedSession> {
  return await verifyOpen(await openFiles(files, directory, key, expected?.mode), expected, signal);
}

/** A folder of a session that is being put in its place. */
export interface SessionFolder {
  files: ArchiveFiles;
  /** The archive's. */
  directory: string;
  /** Below it. */
  folder: string;
  key: SessionKey;
  /** What follows the names of its files. */
  ending: string;
}

/** The same of a folder with whatever name. */
export async function verifyFolder(
  { files, directory, folder, key, ending }: SessionFolder,
  expected: ExpectedSession,
  signal?: AbortSignal,
): Promise<VerifiedSession> {
  return await verifyOpen(
    await openFolder(files, directory, folder, key, expected.mode, ending),
    expected,
    signal,
  );
}

async function verifyOpen(
  open: OpenFiles,
  expected: ExpectedSession | null,
  signal: AbortSignal | undefined,
): Promise<VerifiedSession> {
  try {
    for (const file of Object.values(open.files)) await verifyValues(file, signal);
    await verifyOrder(open.files.chain, signal);
    const { bytes, hash } = await hashFiles(open, signal);
    if (expected?.hash !== undefined && expected.hash !== hash) {
      const folder = open.files.chain.path.replace(/[/\\][^/\\]+$/, '');
      throw damaged(folder, 'is sound, but not what was archived: its files are others');
    }
    const rows = Object.fromEntries(sessionFileNames.map((name) => [name, open.files[name].table.rows]));
    return { facts: open.facts, rows: rows as VerifiedSession['rows'], bytes, hash };
  } finally {
    await open.close();
  }
}

async function verifyValues({ path, name, table, metadata }: OpenFile, signal?: AbortSignal): Promise<void> {
  await readingFile(
    path,
    async () => {
      const hash = createValuesHash(columnsOf(name));
      for (const index of table.groups.keys()) {
        signal?.throwIfAborted();
        hash.add(await table.read(index));
      }
      if (hash.digest() !== metadata.hash)
        throw damaged(path, 'holds other values than those that were written');
    },
    signal,
  );
}

/**
 * What the chain is read by: that its row groups hold the contracts that the file says, in order.
 *
 * Throws `SpyglassError`: `archive_damaged`, `archive_unavailable`; the signal's reason.
 */
export async function verifyOrder(file: OpenFile, signal?: AbortSignal): Promise<void> {
  const chain = await createChainFile(file);
  for (const expiration of chain.expirations) {
    signal?.throwIfAborted();
    await chain.chain(expiration);
  }
}

/** Read at once. */
const stretch = 2 ** 20;

/** Size of the files together, and the SHA-256 over their names and theirs. */
export async function hashFiles(
  { files }: OpenFiles,
  signal?: AbortSignal,
): Promise<{ bytes: number; hash: string }> {
  const whole = createHash('sha256');
  let bytes = 0;
  for (const name of sessionFileNames) {
    const { file, path } = files[name];
    await readingFile(
      path,
      async () => {
        const hash = createHash('sha256');
        for (let offset = 0; offset < file.size; offset += stretch) {
          signal?.throwIfAborted();
          hash.update(await file.read(offset, Math.min(stretch, file.size - offset)));
        }
        bytes += file.size;
        whole.update(`${sessionFile(name)} ${hash.digest('hex')}\n`);
      },
      signal,
    );
  }
  return { bytes, hash: whole.digest('hex') };
}

import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { ExpirationPoll } from '../../recordings/chains.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { sessionFile } from '../archive-paths.ts';
import { damaged, readingFile } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { openFile, type OpenFile, sessionFolder } from '../session/open-files.ts';
import type { ArchiveMode } from '../session-facts.ts';

/** What the polls of a session are together, as their file says at its end. */
export interface PollGlance {
  polls: number;
  /** Epoch ms of the first and the last poll; 0 without one. */
  first: number;
  last: number;
  /** The first and the last expiration, `YYYY-MM-DD`; empty without a poll. */
  least: string;
  greatest: string;
}

/** Which polls there were in a session, without anything else of them. */
export interface PollTimes {
  glance(): PollGlance;
  /** By time, those of one instant by expiration. */
  times(): Promise<ExpirationPoll[]>;
}

/**
 * Opens the polls of a session alone, for whoever looks at hundreds of sessions: the other files are neither opened nor checked.
 *
 * Throws `SpyglassError`: `archive_damaged`, `archive_unavailable`.
 */
export async function withPolls<T>(
  directory: string,
  key: SessionKey,
  { mode, files = diskFiles }: { mode?: ArchiveMode | undefined; files?: ArchiveFiles },
  use: (polls: PollTimes) => T | Promise<T>,
): Promise<T> {
  const folder = await readingFile(directory, () => sessionFolder(files, directory, key));
  if (folder === null) {
    throw new SpyglassError(
      'archive_unavailable',
      `The archive in ${directory} has no session of ${key.underlying} on ${key.date}.`,
    );
  }
  const shown = path.join(folder, sessionFile('polls'));
  const polls = await openFile(files, path.join(directory, shown), shown, 'polls', key);
  try {
    const { facts } = polls.metadata;
    if (mode !== undefined && facts.mode !== mode) {
      throw damaged(shown, `is of the ${facts.mode} market, and not of the ${mode} one`);
    }
    return await use({ glance: () => glanceAt(polls), times: () => timesOf(polls) });
  } finally {
    await polls.file.close();
  }
}

function glanceAt({ path: shown, table }: OpenFile): PollGlance {
  if (table.rows === 0) return { polls: 0, first: 0, last: 0, least: '', greatest: '' };
  const ends = (name: string, end: 'least' | 'greatest') =>
    table.groups.map(({ chunks }) => {
      const value = chunks[name]![end];
      if (!(value instanceof Date)) throw damaged(shown, `does not say the ${end} ${name} of its polls`);
      return value.getTime();
    });
  const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  return {
    polls: table.rows,
    first: Math.min(...ends('timestamp', 'least')),
    last: Math.max(...ends('timestamp', 'greatest')),
    least: dateOf(Math.min(...ends('expiration', 'least'))),
    greatest: dateOf(Math.max(...ends('expiration', 'greatest'))),
  };
}

async function timesOf({ path: shown, table }: OpenFile): Promise<ExpirationPoll[]> {
  return readingFile(shown, async () => {
    const times: ExpirationPoll[] = [];
    for (const [index, { rows }] of table.groups.entries()) {
      const [expirations, timestamps] = await table.read(index, ['expiration', 'timestamp']);
      for (let row = 0; row < rows; row += 1) {
        times.push({
          expiration: expirations!.at(row) as string,
          timestamp: timestamps!.at(row) as number,
        });
      }
    }
    return times;
  });
}

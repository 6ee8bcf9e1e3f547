import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseSpooledPoll, type SpooledPoll } from './spooled-poll.ts';
import { spoolEnding } from './spool.ts';

/** Polls that an earlier start has left in one file. */
export interface LeftPolls {
  file: string;
  /** Oldest first; a line that was cut off by a kill is left out. */
  polls(): AsyncGenerator<SpooledPoll>;
  /** Removes the file, once its polls are safe elsewhere. */
  remove(): Promise<void>;
}

/** Files of polls that earlier starts have left in a directory, by name; to be called before this start leaves any. */
export async function leftPolls(directory: string): Promise<LeftPolls[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(spoolEnding))
    .sort()
    .map((name) => {
      const file = path.join(directory, name);
      return { file, polls: () => pollsOf(file), remove: () => rm(file, { force: true }) };
    });
}

async function* pollsOf(file: string): AsyncGenerator<SpooledPoll> {
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) {
    const poll = parseSpooledPoll(line);
    if (poll) yield poll;
  }
}

import { appendFileSync, closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseSpooledPoll, type SpooledPoll } from './spooled-poll.ts';

/** Where polls wait for a shared store that is away, and how much room they have. */
export interface SpoolPlace {
  directory: string;
  maxBytes: number;
}

/** A file of polls that memory has no room for, oldest first. */
export interface Spool {
  /** Adds a poll. Returns whether there was room for it, and on the disk. */
  push(poll: SpooledPoll): boolean;
  size(): { quotes: number; chains: number };
  /**
   * Stores the polls one after the other, and removes the file once all are. What `store` throws ends it; the polls from there
   * on stay. Resolves to whether anything was stored.
   */
  drain(store: (poll: SpooledPoll) => Promise<void>): Promise<boolean>;
}

/** The names of files of polls end so. */
export const spoolEnding = '.polls.ndjson';

/**
 * The spool of one underlying and start of the daemon. Its file is made with the first poll, for this user alone, and stays
 * where polls are left in it: `leftPolls` reads it at the next start.
 * @param name unique to the underlying and the start
 * @param onError is told why the disk takes no polls
 */
export function createSpool(
  { directory, maxBytes }: SpoolPlace,
  name: string,
  onError: (error: unknown) => void,
): Spool {
  const file = path.join(directory, `${name.replaceAll(/[^A-Za-z0-9.-]/g, '_')}${spoolEnding}`);
  /** What waits, in the order of the file: where its line begins, and how long it is. */
  const waiting: { kind: SpooledPoll['kind']; from: number; bytes: number }[] = [];
  let end = 0;

  const append = (line: Buffer) => {
    if (end === 0) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      closeSync(openSync(file, 'w', 0o600));
    }
    appendFileSync(file, line);
  };
  /** A poll that cannot be read any more must not keep those after it waiting. */
  const read = async (line: { from: number; bytes: number }): Promise<SpooledPoll | null> => {
    try {
      return parseSpooledPoll(await readLine(file, line));
    } catch (error) {
      onError(error);
      return null;
    }
  };
  const clear = () => {
    if (end > 0) rmSync(file, { force: true });
    end = 0;
  };

  return {
    push(poll) {
      const line = Buffer.from(`${JSON.stringify(poll)}\n`);
      if (end + line.length > maxBytes) return false;
      try {
        append(line);
      } catch (error) {
        onError(error);
        // Part of a line may be there: the next one begins behind it.
        end = Math.max(end, sizeOf(file));
        return false;
      }
      waiting.push({ kind: poll.kind, from: end, bytes: line.length });
      end += line.length;
      return true;
    },
    size: () => ({
      quotes: waiting.filter(({ kind }) => kind === 'quote').length,
      chains: waiting.filter(({ kind }) => kind === 'chain').length,
    }),
    async drain(store) {
      let hasStored = false;
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const poll = await read(next);
        if (poll) await store(poll);
        hasStored ||= poll !== null;
        waiting.shift();
      }
      clear();
      return hasStored;
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function readLine(file: string, { from, bytes }: { from: number; bytes: number }): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

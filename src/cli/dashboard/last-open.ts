import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { firstInstant, lastInstant } from '../../market/calendar/instants.ts';

const shape = z.object({ at: z.number().int().min(firstInstant).max(lastInstant) });

/** When a dashboard of this recording was open last, by the market's clock. */
export interface LastOpen {
  /** Epoch ms; `null` where none was, or nobody knows. */
  at: number | null;
  /** Notes a later instant. */
  keep(at: number): void;
  /** Resolves once everything that was noted is written, or could not be. */
  settled(): Promise<void>;
}

/** @param file of the instance, which is its recording's own */
export async function openLastOpen(file: string): Promise<LastOpen> {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    at: await readLastOpen(file),
    keep(at) {
      // What cannot be written is not said: all that is lost is a notice at the next start.
      writing = writing.then(() => Promise.allSettled([write(file, at)]));
    },
    settled: async () => {
      await writing;
    },
  };
}

/** A file that is not there, or makes no sense, says that no dashboard was open. */
export async function readLastOpen(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return shape.parse(JSON.parse(text)).at;
  } catch {
    return null;
  }
}

/** In the place of the file before, so that a kill leaves one or the other. */
async function write(file: string, at: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.new`;
  await writeFile(next, `${JSON.stringify({ at })}\n`, { mode: 0o600 });
  await rename(next, file);
}

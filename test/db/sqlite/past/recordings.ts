/** Recordings that cannot be read where they lie, and what a test looks at around them. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { openPast, type OpenPastOptions } from '../../../../src/db/sqlite/past/open-past.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { monday } from '../../fixtures.ts';

/** A directory for a recording, and one for its copies. */
export async function places(t: ExecutionContext) {
  const directory = await tempDir(t);
  const data = join(directory, 'data');
  const temporaryDirectory = join(directory, 'tmp');
  mkdirSync(data);
  mkdirSync(temporaryDirectory);
  return { data, path: join(data, 'spyglass.sqlite'), temporaryDirectory };
}

/** Opens it at `monday`, and closes it when the test is over. */
export async function opened(t: ExecutionContext, options: Omit<OpenPastOptions, 'clock'>) {
  const reader = await openPast({ clock: manualClock(monday), ...options });
  t.teardown(() => reader.close());
  return reader;
}

/** The files of a directory, each with what is in it. */
export function contentOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(directory, name)))
        .digest('hex'),
    ]),
  );
}

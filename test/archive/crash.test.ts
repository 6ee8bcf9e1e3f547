import { readdir } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { diskFiles } from '../../src/archive/files/archive-files.ts';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { tidyArchive } from '../../src/archive/write/tidy-archive.ts';
import { long } from '../support/long.ts';
import { tempDir } from '../support/temp-dir.ts';
import { killedAt, watchedFiles } from './support/failing-files.ts';
import { spy, spySession } from './support/known-session.ts';
import type { SessionContent } from './support/session-content.ts';
import { write } from './support/write.ts';

/** The same session with a quote more: what it was archived as before, and is now. */
const changed: SessionContent = {
  ...spySession,
  quotes: [...spySession.quotes, { ...spySession.quotes[0]!, receivedAt: Date.UTC(2026, 10, 20, 20) }],
};
const quick = watchedFiles(() => {});

/** Changes of the disk that a write makes. */
async function stepsOf(t: ExecutionContext, isReplaced: boolean): Promise<number> {
  const dir = await tempDir(t);
  if (isReplaced) await write(dir, spySession, { files: quick });
  const { files, steps } = killedAt(Number.POSITIVE_INFINITY);
  await write(dir, changed, { files });
  return steps();
}

/** Quotes of the session in the archive; `null` where it has none. Whatever is there must be whole. */
async function quotesIn(t: ExecutionContext, dir: string): Promise<number | null> {
  if (!(await diskFiles.isDirectory(dir))) return null;
  const { sessions, problems } = await listSessions(dir);
  t.deepEqual(problems, []);
  if (sessions.length === 0) return null;
  t.deepEqual(sessions, [spy]);
  const { rows } = await verifySession(dir, spy, { mode: 'live' });
  const session = await openSession(dir, spy);
  t.is((await session.quotes()).length, rows.quotes);
  await session.close();
  return rows.quotes;
}

async function killAndGoOn(t: ExecutionContext, isReplaced: boolean, step: number): Promise<number | null> {
  const dir = path.join(await tempDir(t), 'archive');
  if (isReplaced) await write(dir, spySession, { files: quick });
  await t.throwsAsync(write(dir, changed, { files: killedAt(step).files }), { message: 'killed' });
  const left = await quotesIn(t, dir);

  // One half of the runs writes it again at once, the other tidies first.
  if (step % 2 === 0) {
    await tidyArchive(dir, quick);
    t.is(await quotesIn(t, dir), left);
    t.deepEqual(await tidyArchive(dir, quick), []);
  }
  await write(dir, changed, { files: quick });
  t.is(await quotesIn(t, dir), 4);
  t.deepEqual(await readdir(path.join(dir, 'underlying=SPY')), ['date=2026-11-20']);
  return left;
}

for (const isReplaced of [false, true]) {
  const what = isReplaced ? 'replaces another' : 'is the first';
  const before = isReplaced ? 3 : null;

  const killAtSteps = (chosen: (step: number, steps: number) => boolean) => async (t: ExecutionContext) => {
    const steps = await stepsOf(t, isReplaced);
    t.true(steps > 30, `${steps}`);
    for (let step = 1; step <= steps; step += 1) {
      if (!chosen(step, steps)) continue;
      const left = await killAndGoOn(t, isReplaced, step);
      t.true(left === before || (left === 4 && step > steps - 4), `killed at ${step} of ${steps}: ${left}`);
    }
  };

  // The last steps are those of the renames.
  test(
    `a write that ${what} leaves a whole session or none when it is killed`,
    killAtSteps((step, steps) => step % 20 === 3 || step > steps - 5),
  );
  long(
    `a write that ${what} leaves a whole session or none wherever it is killed`,
    killAtSteps(() => true),
  );
}

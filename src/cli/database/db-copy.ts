import path from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { CopyProgress, CopyReport } from '../../recordings/shared/copy-report.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { type Interruption, watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { progressLine } from '../output/progress-line.ts';
import { copyProgressText, copyText, differsHint } from './copy-text.ts';
import { type NamedStore, namedStore } from './named-store.ts';

type CopyFlags = GlobalFlags & { json?: boolean };

/** Between two of the progress line's pictures, in real milliseconds. */
const drawnEveryMs = 200;

/** A copy; run again after Ctrl-C or a cut connection it goes on. Exit code 0, or that of two that are not the same. */
export async function dbCopy(
  invocation: Invocation,
  flags: CopyFlags,
  [direction, file]: string[],
): Promise<number> {
  if (direction !== 'to-store' && direction !== 'from-store')
    throw new SpyglassError('usage', `cannot copy ${direction}: to-store or from-store`);
  if (direction === 'to-store' && file !== undefined)
    throw new SpyglassError('usage', 'to-store copies the database of the data directory: it takes no file', {
      hint: 'Name another directory with --data-dir.',
    });
  const store = requireStore(invocation);
  const interruption = watchInterruption();
  try {
    const report = await copy(invocation, { direction, file, store }, interruption);
    if (flags.json) printJson(invocation.environment, report);
    else printLine(invocation.environment, copyText(report));
    if (report.isSame) return 0;
    const differs = new SpyglassError('copy_differs', '');
    note(invocation.environment, differsHint(report) ?? differs.hint);
    return differs.exitCode;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    note(invocation.environment, 'Stopped. What was copied stays: run it again to go on.');
    return interruption.exitCode();
  } finally {
    interruption.stop();
  }
}

function requireStore(invocation: Invocation): NamedStore {
  if (invocation.chosenMode === 'demo')
    throw new SpyglassError(
      'usage',
      'a simulated market is never copied: live and simulated data never share a store',
    );
  const store = namedStore(invocation);
  if (store) return store;
  throw new SpyglassError('settings', 'store.url names no store.', {
    hint: 'Set SPYGLASS_STORE_URL, or store.url in the settings file: postgres://USER:PASSWORD@HOST/DATABASE',
  });
}

async function copy(
  { environment, instance }: Invocation,
  wanted: { direction: 'to-store' | 'from-store'; file: string | undefined; store: NamedStore },
  { signal }: Interruption,
): Promise<CopyReport & { partial?: string | null }> {
  const [{ copyFromStore, copyToStore }, { openStoreToCopy }] = await Promise.all([
    import('../../db/copy/copy-database.ts'),
    import('../../db/copy/copied-store.ts'),
  ]);
  const { pid } = environment;
  const { databasePath } = instance('live');
  const clock = systemClock();
  const isOut = wanted.direction === 'to-store';
  const store = await openStoreToCopy({
    ...{ url: wanted.store.url, clock, pid, signal, mayBeEmpty: isOut },
    onWait: (why) => note(environment, why),
  });
  const textOf = copyProgressText(clock, environment.stderr.isTTY === true);
  const line = progressLine(environment.stderr, textOf);
  let drawnAt = -drawnEveryMs;
  const onProgress = (progress: CopyProgress) => {
    const now = clock.monotonic();
    if (environment.stderr.isTTY && now - drawnAt < drawnEveryMs) return;
    drawnAt = now;
    line.show(progress);
  };
  try {
    const run = { signal, onProgress };
    if (isOut) return await copyToStore(databasePath, store, run);
    const file = wanted.file === undefined ? databasePath : path.resolve(wanted.file);
    return await copyFromStore({ file, pid }, store, run);
  } finally {
    line.end();
    await store.close();
  }
}

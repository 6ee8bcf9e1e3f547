import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { startScript } from '../support/script.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A recording of 30 polls whose owner was killed, with a backup of its first 5. */
export async function killedRecording(
  t: ExecutionContext,
  prepare: (path: string) => Promise<void> = async () => {},
) {
  const dir = join(await tempDir(t), 'data');
  const path = join(dir, 'spyglass.sqlite');
  await prepare(path);
  const backup = join(dir, 'backup.sqlite');
  const script = join(import.meta.dirname, 'write-and-hold.ts');
  const child = startScript(script, [path, backup]);
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  t.is(String(said), 'held\n');
  child.kill('SIGKILL');
  await exit;
  t.true(statSync(`${path}-wal`).size > 0, 'a log is left');
  return { dir, path, backup };
}

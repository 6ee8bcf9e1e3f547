import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';

/** A new directory that goes with the test. Its path is short, since sockets live in it. */
export async function tempDir(t: Pick<ExecutionContext, 'teardown'>): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sg-'));
  // A process that was killed with the test may still be putting something into it.
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

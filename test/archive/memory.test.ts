import { Worker } from 'node:worker_threads';
import test from 'ava';
import { tempDir } from '../support/temp-dir.ts';

/** The rows of one expiration take more as objects, and those of the session several times as much. */
const heapMb = 48;

test('a session of several expirations is archived in less memory than its rows take', async (t) => {
  const thread = new Worker(new URL('./support/many-rows-thread.ts', import.meta.url), {
    workerData: {
      directory: await tempDir(t),
      expirations: ['2026-11-20', '2026-11-23', '2026-11-24'],
      ...{ contracts: 40, states: 1000 },
    },
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8 },
  });
  const rows = await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  t.is(rows, 120_000);
});

/** A reader in a thread of its own, as another process would be: reads the chain of now and then until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { virtualClock } from '../../src/base/clock.ts';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';

const { path, expiration } = workerData as { path: string; expiration: string };
const db = await openForReading({ path, clock: virtualClock(Date.UTC(2100, 0)) });
const times: number[] = [];
let isAsked = true;
parentPort!.once('message', () => {
  isAsked = false;
});
parentPort!.postMessage('ready');
while (isAsked) {
  const startedAt = performance.now();
  db.chains.latest('SPY', expiration);
  times.push(performance.now() - startedAt);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
await db.close();
parentPort!.postMessage(times);

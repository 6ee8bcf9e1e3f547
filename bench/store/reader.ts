/** A reader in a thread of its own, as another process would be: reads the chain of now and then until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const { path, expiration } = workerData as { path: string; expiration: string };
const db = await openForReading({ path });
const times: number[] = [];
let isAsked = true;
parentPort!.once('message', () => {
  isAsked = false;
});
parentPort!.postMessage('ready');
while (isAsked) {
  const startedAt = performance.now();
  await db.chains.at('SPY', expiration, lastInstant);
  times.push(performance.now() - startedAt);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
await db.close();
parentPort!.postMessage(times);

/** The simulated market in a thread of its own, so that what it remembers is not counted as the daemon's. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../src/base/clock.ts';
import { startSimulator } from '../../src/simulator/server.ts';

const shared = new Float64Array(workerData as SharedArrayBuffer);
const simulator = await startSimulator({
  clock: { ...systemClock(), now: () => shared[0]! },
  hasRateLimit: false,
});
parentPort!.postMessage(simulator.url);

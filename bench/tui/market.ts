/**
 * The simulated market in a process of its own, at 10:30 New York of an ordinary Monday, so that what it takes is not
 * counted as the program's. Tells its address.
 */
import { virtualClock } from '../../src/base/clock.ts';
import { startSimulator } from '../../src/simulator/server.ts';

process.on('disconnect', () => process.exit());
const simulator = await startSimulator({
  clock: virtualClock(Date.parse('2026-11-23T15:30:00Z')),
  hasRateLimit: false,
});
process.send!(simulator.url);

/**
 * The simulated market in a process of its own, so that what it remembers is not counted as the daemon's. It tells its
 * address, then takes the time from its parent and says that it has.
 */
import { systemClock } from '../../src/base/clock.ts';
import { startSimulator } from '../../src/simulator/server.ts';

let now = 0;
process.on('message', (at: number) => {
  now = at;
  process.send!('told');
});
process.on('disconnect', () => process.exit());
const simulator = await startSimulator({ clock: { ...systemClock(), now: () => now }, hasRateLimit: false });
process.send!(simulator.url);

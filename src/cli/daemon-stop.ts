import { systemClock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import { openLink } from '../protocol/link.ts';
import { note } from './output.ts';
import { candidates, type World } from './world.ts';

/** Asks the daemon to close and waits until it has. */
export async function daemonStop(world: World): Promise<undefined> {
  if (await stopDaemon(world)) return;
  const where = candidates(world)
    .map(({ socketPath }) => socketPath)
    .join(' or ');
  throw new SpyglassError('not_running', `No daemon answers on ${where}.`);
}

/** Stops the first daemon that answers, of whatever version; `false` when none does. */
export async function stopDaemon(world: World): Promise<boolean> {
  const { environment } = world;
  const clock = systemClock();
  for (const { socketPath } of candidates(world)) {
    const options = { socketPath, clock, appVersion: environment.appVersion, client: 'daemon stop' };
    const link = await openLink({ ...options, anyVersion: true }).catch((error: unknown) => {
      if (error instanceof SpyglassError && error.code === 'not_running') return null;
      throw error;
    });
    if (!link) continue;
    const { pid } = link.hello;
    await link.request('shutdown', {});
    // Its last act, after the database: the lock is free then.
    await link.closed;
    note(environment, `The daemon (process ${pid}) has closed.`);
    return true;
  }
  return false;
}

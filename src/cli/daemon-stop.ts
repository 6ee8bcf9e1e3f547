import { note } from './output.ts';
import { candidates, linkTo, noAnswer, unreachable, type World } from './world.ts';

/** Asks the daemon to close and waits until it has. */
export async function daemonStop(world: World): Promise<undefined> {
  if (!(await stopDaemon(world))) throw await noAnswer(world);
}

/**
 * Stops the first daemon that answers, of whatever version; `false` when none does.
 * @throws SpyglassError `timeout` when one holds the recordings and does not answer
 */
export async function stopDaemon(world: World): Promise<boolean> {
  for (const instance of candidates(world)) {
    const found = await linkTo(world, instance, { client: 'daemon stop', anyVersion: true });
    if (!found) continue;
    const { link } = found;
    const { pid } = link.hello;
    await link.request('shutdown', {});
    // Its last act, after the database: the lock is free then.
    await link.closed;
    note(world.environment, `The daemon (process ${pid}) has closed.`);
    return true;
  }
  const held = await unreachable(world);
  if (held) throw held;
  return false;
}

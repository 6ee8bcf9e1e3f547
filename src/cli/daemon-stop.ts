import type { Hello } from '../protocol/state.ts';
import { note } from './output.ts';
import { candidates, linkTo, noAnswer, unreachable, type World } from './world.ts';

/** Asks the daemon to close and waits until it has. */
export async function daemonStop(world: World): Promise<undefined> {
  if (!(await stopDaemon(world))) throw await noAnswer(world);
}

/**
 * Stops the first daemon that answers, of whatever version; `false` when none does.
 * @param check told who it is before it is stopped; it is not when this throws
 * @throws SpyglassError `timeout` when one holds the recordings and does not answer
 */
export async function stopDaemon(world: World, check: (hello: Hello) => void = () => {}): Promise<boolean> {
  for (const instance of candidates(world)) {
    const found = await linkTo(world, instance, { client: 'daemon stop', anyVersion: true });
    if (!found) continue;
    const { link } = found;
    const { pid } = link.hello;
    try {
      check(link.hello);
    } catch (error) {
      link.close();
      throw error;
    }
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

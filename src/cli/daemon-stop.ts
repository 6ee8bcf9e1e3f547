import { note } from './output.ts';
import { requireDaemon, type World } from './world.ts';

/** Asks the daemon to close and waits until it has. */
export async function daemonStop(world: World): Promise<undefined> {
  const { link } = await requireDaemon(world, 'daemon stop');
  const { pid } = link.hello;
  await link.request('shutdown', {});
  await link.closed;
  note(world.environment, `The daemon (process ${pid}) has closed.`);
}

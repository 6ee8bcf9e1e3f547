import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { Hello } from '../../protocol/state.ts';
import { note } from '../output/output.ts';
import { candidates, linkTo, unreachable } from './find-daemon.ts';
import { noAnswer } from './find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Real ms for a process that takes over to open the recordings; a busy machine needs seconds. */
const successorPatienceMs = 60_000;
const lookEveryMs = 50;

/** Asks the daemon to close and waits until it has. */
export async function daemonStop(invocation: Invocation): Promise<undefined> {
  if (!(await stopDaemon(invocation))) throw await noAnswer(invocation);
}

/**
 * Stops the first daemon that answers, of whatever version; `false` when none does.
 * @param check called with the daemon’s hello before it is stopped; when this throws, it goes on
 * @throws SpyglassError `timeout` when one holds the recordings and does not answer
 */
export async function stopDaemon(
  invocation: Invocation,
  check: (hello: Hello) => void | Promise<void> = () => {},
): Promise<boolean> {
  for (const instance of candidates(invocation)) {
    const found = await linkTo(invocation, instance, { client: 'daemon stop', anyVersion: true });
    if (!found) continue;
    const { link } = found;
    const { pid } = link.hello;
    try {
      await check(link.hello);
    } catch (error) {
      link.close();
      throw error;
    }
    await shutDown(link);
    note(invocation.environment, `The daemon (process ${pid}) has closed.`);
    await stopSuccessor(invocation, instance);
    return true;
  }
  for (const instance of candidates(invocation)) if (await stopSuccessor(invocation, instance)) return true;
  const held = await unreachable(invocation);
  if (held) throw held;
  return false;
}

async function shutDown(link: Link): Promise<void> {
  try {
    await link.request('shutdown', {});
  } catch (error) {
    // It closes already, to hand over for example.
    if (!(error instanceof SpyglassError && error.code === 'not_running')) throw error;
  }
  // Its last act, after the database: the lock is free then.
  await link.closed;
}

/**
 * Stops the process that a recording moves to. It does not answer before it has opened the database.
 * @returns `false` where there is none, or it has ended by itself
 */
async function stopSuccessor(invocation: Invocation, instance: Instance): Promise<boolean> {
  const { successorOf } = await import('../../db/sqlite/files/owner-lock.ts');
  const pid = successorOf(instance.databasePath);
  const clock = systemClock();
  const deadline = clock.monotonic() + successorPatienceMs;
  while (pid !== null && isRunning(pid) && clock.monotonic() < deadline) {
    const found = await linkTo(invocation, instance, { client: 'daemon stop', anyVersion: true });
    if (found) {
      await shutDown(found.link);
      note(
        invocation.environment,
        `The daemon (process ${found.link.hello.pid}), which took over, has closed.`,
      );
      return true;
    }
    await clock.sleep(lookEveryMs);
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { systemClock } from '../../base/clock.ts';
import { type Answering, candidates, findDaemon, holderOf } from './find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Real ms from a daemon's lock to its first answer; opening a large database on a busy machine takes seconds. */
const patienceMs = 10_000;
const lookEveryMs = 50;

/**
 * Waits until the daemon that holds the recordings answers: between its lock and its socket lies the opening of the
 * database.
 * @param signal ends the wait
 * @returns `null` when nobody holds them any more, or the holder did not answer in time
 */
export async function attachToOwner(
  invocation: Invocation,
  client: string,
  signal?: AbortSignal,
): Promise<Answering | null> {
  const clock = systemClock();
  const deadline = clock.monotonic() + patienceMs;
  while (!signal?.aborted) {
    const found = await findDaemon(invocation, client);
    if (found) return found;
    if (clock.monotonic() >= deadline || !(await isHeld(invocation))) return null;
    await clock.sleep(lookEveryMs, signal);
  }
  return null;
}

async function isHeld(invocation: Invocation): Promise<boolean> {
  for (const instance of candidates(invocation)) if (await holderOf(instance)) return true;
  return false;
}

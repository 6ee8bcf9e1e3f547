import { SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import type { HeldLease, LeaseState } from '../../../recordings/shared/lease.ts';
import { readPictures } from '../follower/follower.ts';
import { leaveSpooled } from '../left-polls/leave-spooled.ts';
import { isHeld } from './await-lease.ts';
import type { DeskDeps } from './desk-deps.ts';
import { type FollowerRole, startFollowing } from './follower-role.ts';
import { type RecorderRole, startRecorder } from './recorder-role.ts';

/** What a daemon of a desk does. */
export type Role = RecorderRole | FollowerRole;

/** Real ms between two tries. */
const retryMs = 1000;
/** Real ms for which a daemon that could not record leaves it to others. */
const standBackMs = 30_000;

/** How a daemon comes to a role. */
export interface Roles {
  /** Records if nobody does, else follows. @throws SpyglassError `store`, and what the role throws */
  enter(): Promise<Role>;
  /** The same until it succeeds; `null` once the daemon ends. */
  again(): Promise<Role | null>;
  /** Records with a lease that it was given while it followed; where it cannot, it goes on following. */
  takeOver(from: FollowerRole, held: HeldLease): Promise<Role | null>;
}

/** @param stop aborts when the daemon ends */
export function createRoles(deps: DeskDeps, stop: AbortSignal, onShutdown: () => void): Roles {
  const { store, clock, log, name, leaseMs } = deps;
  let notBefore = 0;
  let problem: SpyglassError | null = null;
  const record = async (held: HeldLease, from: FollowerRole | null) => {
    const role = await startRecorder(held, deps, {
      ...{ stop, onShutdown },
      beforeListening: async () => void (await from?.close()),
    });
    problem = null;
    return role;
  };
  const follow = async (state: LeaseState) => {
    const pictures = await readPictures(store.journal);
    return pictures && (await startFollowing({ pictures, state, notBefore, problem, onShutdown }, deps));
  };
  const enterOnce = async (): Promise<Role | null> => {
    if (deps.spool)
      await leaveSpooled({ directory: deps.spool.directory, journal: store.journal, sender: name, log });
    if (clock.now() < notBefore) return await follow(await store.lease.state());
    const found = await store.lease.acquire({ name }, leaseMs);
    return isHeld(found) ? await record(found, null) : await follow(found);
  };
  const enter = async (): Promise<Role> => {
    for (;;) {
      if (stop.aborted)
        throw new SpyglassError('not_running', 'The daemon was stopped while it was starting.');
      const role = await enterOnce();
      if (role) return role;
      // Whoever records has not begun yet.
      await clock.sleep(retryMs * clock.speed, stop);
    }
  };
  const again = () => untilEntered(enter, deps, stop);
  return {
    enter,
    again,
    async takeOver(from, held) {
      try {
        return await record(held, from);
      } catch (thrown) {
        if (stop.aborted) return null;
        log.error({ err: thrown }, 'this daemon could not take over the recording');
        problem = toSpyglassError(thrown);
        notBefore = clock.now() + standBackMs * clock.speed;
      }
      await from.close();
      return await again();
    },
  };
}

/** Tries until it succeeds; `null` once the daemon ends. */
async function untilEntered(
  enter: () => Promise<Role>,
  { clock, log }: DeskDeps,
  stop: AbortSignal,
): Promise<Role | null> {
  while (!stop.aborted) {
    try {
      return await enter();
    } catch (error) {
      if (!stop.aborted) log.error({ err: error }, 'this daemon neither records nor follows');
    }
    await clock.sleep(retryMs * clock.speed, stop);
  }
  return null;
}

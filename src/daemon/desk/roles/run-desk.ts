import { SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import type { HeldLease, LeaseState } from '../../../recordings/shared/lease.ts';
import { leaveSpooled } from '../left-polls/leave-spooled.ts';
import { applySettings } from '../../reload.ts';
import type { Daemon } from '../../running.ts';
import { readPictures } from '../follower/follower.ts';
import { isHeld } from './await-lease.ts';
import type { DeskDeps } from './desk-deps.ts';
import { type FollowerRole, startFollowing } from './follower-role.ts';
import { type RecorderRole, startRecorder } from './recorder-role.ts';

type Role = RecorderRole | FollowerRole;

/** Real ms between two tries. */
const retryMs = 1000;
/** Real ms for which a daemon that could not record leaves it to others. */
const standBackMs = 30_000;

/**
 * Starts a daemon of a desk: it records if nobody does, else it follows the one that does and takes over when that one ends.
 * Clients stay on the same socket over all changes of roles; each role begins with another epoch.
 * @throws SpyglassError `store`, and what the first role throws
 */
export async function runDesk(given: DeskDeps): Promise<Daemon> {
  const ending = new AbortController();
  const stop = AbortSignal.any([ending.signal, ...(given.signal ? [given.signal] : [])]);
  const deps = { ...given, settings: { ...given.settings } };
  const closed = Promise.withResolvers<void>();
  const roles = createRoles(deps, stop, () => void close());
  let role: Role;
  try {
    role = await roles.enter();
  } catch (error) {
    await deps.store.close();
    throw error;
  }
  const end = async () => {
    await deps.store.close();
    closed.resolve();
  };
  const playing = play(role, roles, stop, (next) => {
    role = next;
  }).then(end, end);
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= (async () => {
      ending.abort();
      await leave(role);
      await playing;
    })();
    return closing;
  };
  return {
    get hello() {
      return role.kind === 'recorder' ? role.daemon.hello : role.follower.hello;
    },
    reload(settings, warnings) {
      if (role.kind === 'recorder') role.daemon.reload(settings, warnings);
      return applySettings(deps.settings, settings);
    },
    async handOver(successor) {
      // A follower has nothing to hand over.
      if (role.kind === 'recorder') {
        const note = await role.handOver(successor);
        await close();
        return note;
      }
      await close();
      return { jobs: [], chainCalls: 0, clock: null };
    },
    close,
    closed: closed.promise,
  };
}

async function leave(role: Role): Promise<void> {
  await (role.kind === 'recorder' ? role.leave() : role.close());
}

/** Goes from role to role until the end. */
async function play(first: Role, roles: Roles, stop: AbortSignal, onRole: (role: Role) => void) {
  for (let role: Role | null = first; role && !stop.aborted; ) {
    onRole(role);
    const next: Role | null =
      role.kind === 'recorder' ? await afterRecording(role, roles, stop) : await afterFollowing(role, roles);
    // It ended while the next one began.
    if (next && stop.aborted) await leave(next);
    role = next;
  }
}

async function afterRecording(role: RecorderRole, roles: Roles, stop: AbortSignal): Promise<Role | null> {
  if ((await role.ended) === 'left' || stop.aborted) return null;
  return await roles.again();
}

async function afterFollowing(role: FollowerRole, roles: Roles): Promise<Role | null> {
  const held = await role.taken;
  return held ? await roles.takeOver(role, held) : null;
}

/** How a daemon comes to a role. */
interface Roles {
  /** Records if nobody does, else follows. @throws SpyglassError `store`, and what the role throws */
  enter(): Promise<Role>;
  /** The same until it succeeds; `null` once the daemon ends. */
  again(): Promise<Role | null>;
  /** Records with a lease that it was given while it followed; where it cannot, it goes on following. */
  takeOver(from: FollowerRole, held: HeldLease): Promise<Role | null>;
}

function createRoles(deps: DeskDeps, stop: AbortSignal, onShutdown: () => void): Roles {
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
  const again = async (): Promise<Role | null> => {
    while (!stop.aborted) {
      try {
        return await enter();
      } catch (error) {
        if (!stop.aborted) log.error({ err: error }, 'this daemon neither records nor follows');
      }
      await clock.sleep(retryMs * clock.speed, stop);
    }
    return null;
  };
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

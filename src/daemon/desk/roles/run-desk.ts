import { applySettings } from '../../reload.ts';
import type { Daemon } from '../../running.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { FollowerRole } from './follower-role.ts';
import type { RecorderRole } from './recorder-role.ts';
import { createRoles, type Role, type Roles } from './roles.ts';

/**
 * Real ms for the polls under way of a recorder that ends: whoever ends a process by a signal waits for some seconds only, and
 * whoever asks it to end waits until it has.
 */
const patienceMs = { signal: 3000, request: 15_000 };

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
  const roles = createRoles(deps, stop, () => void close(patienceMs.request));
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
  const fail = (error: unknown) => {
    deps.log.error({ err: error }, 'the daemon ends');
    return end();
  };
  const playing = play(role, roles, stop, (next) => {
    role = next;
  }).then(end, fail);
  let closing: Promise<void> | null = null;
  const close = (ms: number = patienceMs.signal) => {
    closing ??= (async () => {
      ending.abort();
      await leave(role, ms);
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
    close: () => close(),
    closed: closed.promise,
  };
}

async function leave(role: Role, ms: number): Promise<void> {
  await (role.kind === 'recorder' ? role.leave(ms) : role.close());
}

/** Goes from role to role until the end. */
async function play(first: Role, roles: Roles, stop: AbortSignal, onRole: (role: Role) => void) {
  for (let role: Role | null = first; role && !stop.aborted; ) {
    onRole(role);
    const next: Role | null =
      role.kind === 'recorder' ? await afterRecording(role, roles, stop) : await afterFollowing(role, roles);
    // It ended while the next one began.
    if (next && stop.aborted) await leave(next, patienceMs.signal);
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

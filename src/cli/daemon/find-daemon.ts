import path from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { looksOpen } from '../../db/sqlite/files/database-files.ts';
import type { Owner } from '../../db/sqlite/files/owner-lock.ts';
import { type Link, type LinkOptions, openLink } from '../../protocol/connection/link.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** The instances that a command may mean, likeliest first. */
export function candidates(invocation: Invocation): Instance[] {
  const modes = invocation.chosenMode ? [invocation.chosenMode] : (['live', 'demo'] as const);
  return modes.map(invocation.instance);
}

/** A daemon that answers, and where. */
export interface Answering {
  link: Link;
  instance: Instance;
}

/**
 * A link to the instance's daemon: on the socket that it would have here, else on the one that the lock of its recordings
 * names. A daemon that another environment has started (cron has no runtime directory) is the same daemon.
 * @param options `anyVersion` as a link has it
 * @returns `null` when nobody answers
 */
export async function linkTo(
  invocation: Invocation,
  instance: Instance,
  options: Pick<LinkOptions, 'client' | 'anyVersion'>,
): Promise<Answering | null> {
  const open = (socketPath: string) =>
    openLink({
      ...options,
      ...{ socketPath, clock: systemClock(), appVersion: invocation.environment.appVersion },
    }).catch((error: unknown) => {
      if (invocation.host) throw fromHost(invocation.host.text, error);
      if (error instanceof SpyglassError && error.code === 'not_running') return null;
      throw error;
    });
  const link = await open(instance.socketPath);
  if (link) return { link, instance };
  // Who names a socket means the daemon on it, and no other.
  if (invocation.isSocketGiven) return null;
  const owner = await ownerOf(instance);
  if (!owner?.socketPath || owner.socketPath === path.resolve(instance.socketPath)) return null;
  const other = await open(owner.socketPath);
  if (other?.hello.pid === owner.pid) {
    return { link: other!, instance: { ...instance, socketPath: owner.socketPath } };
  }
  other?.close();
  return null;
}

/** Nobody stands in for a daemon of another machine. */
function fromHost(host: string, error: unknown): SpyglassError {
  if (error instanceof SpyglassError && error.code !== 'not_running') return error;
  return new SpyglassError('host', `The daemon of ${host} does not answer: ${messageOf(error)}`, {
    cause: error,
  });
}

/** Who holds an instance's recordings. SQLite is loaded only where somebody seems to. */
async function ownerOf(instance: Instance): Promise<Owner | null> {
  return looksOpen(instance.databasePath) ? await holderOf(instance) : null;
}

/** Who holds an instance's recordings, also before the database is open. */
export async function holderOf({ databasePath }: Instance): Promise<Owner | null> {
  const lock = await import('../../db/sqlite/files/owner-lock.ts');
  try {
    return lock.ownerOf(databasePath);
  } catch (error) {
    // A lock that this user may not ask is none of this user's daemons.
    if (error instanceof SpyglassError) return null;
    throw error;
  }
}

/** A link to the first candidate whose daemon answers, or `null` when none does. */
export async function findDaemon(invocation: Invocation, client: string): Promise<Answering | null> {
  for (const instance of candidates(invocation)) {
    const found = await linkTo(invocation, instance, { client });
    if (found) return found;
  }
  return null;
}

/** Why a daemon that holds the recordings is not reached; `null` where none does, or another one was named. */
export async function unreachable(invocation: Invocation): Promise<SpyglassError | null> {
  for (const instance of candidates(invocation)) {
    const owner = await ownerOf(instance);
    if (!owner?.socketPath) continue;
    if (invocation.isSocketGiven && owner.socketPath !== path.resolve(instance.socketPath)) continue;
    return new SpyglassError(
      'timeout',
      `Process ${owner.pid} records into ${instance.databasePath} and does not answer on ${owner.socketPath}.`,
      {
        hint: `It may be starting or closing, or make its socket anew within seconds: try again. If it stays so: kill ${owner.pid}`,
      },
    );
  }
  return null;
}

/**
 * A link to the daemon.
 * @throws SpyglassError `not_running` when there is none, `timeout` when it does not answer
 */
export async function requireDaemon(invocation: Invocation, client: string): Promise<Answering> {
  const found = await findDaemon(invocation, client);
  if (found) return found;
  throw await noAnswer(invocation);
}

/** What to say when nobody answers. */
export async function noAnswer(invocation: Invocation): Promise<SpyglassError> {
  const where = candidates(invocation)
    .map(({ socketPath }) => socketPath)
    .join(' or ');
  return (
    (await unreachable(invocation)) ?? new SpyglassError('not_running', `No daemon answers on ${where}.`)
  );
}

import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { lstat, mkdir, unlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';

/** The file by which clients find a server. */
export interface SocketFile {
  /** Whether it still lies where it was put; not when somebody else's lies there. */
  isThere(): boolean;
  /** Takes it away; what somebody else has put there stays. */
  remove(): void;
}

/**
 * Makes a server listen on a socket file of mode 0600, in a directory of mode 0700 where there is none yet. A socket that
 * nobody answers on is replaced, so only the owner of the database's lock may call this.
 *
 * When it closes, the system library takes away whatever lies under the name that the server was given to listen on. So it
 * is given another one, and the file is moved: that of a daemon which came after stays then.
 * @throws SpyglassError `socket` when somebody answers there, or something other than a socket is in the way; or the file
 * system's error
 */
export async function listenOnFile(server: net.Server, socketPath: string): Promise<SocketFile> {
  await clearTheWay(socketPath);
  // Short, since it counts towards the little that a socket's path may be long.
  const firstPath = path.join(path.dirname(socketPath), `.${randomBytes(2).toString('hex')}`);
  await listenOn(server, firstPath);
  // A worker thread may not set the umask; the directory covers the moment in between. In the same turn of the event loop,
  // so that no client is heard before the caller has put everything in place.
  chmodSync(firstPath, 0o600);
  const own = lstatSync(firstPath);
  renameSync(firstPath, socketPath);
  const isThere = () => {
    try {
      const found = lstatSync(socketPath);
      return found.ino === own.ino && found.dev === own.dev;
    } catch {
      // Gone, with its directory perhaps, or out of reach: for clients that is the same.
      return false;
    }
  };
  return {
    isThere,
    remove() {
      if (isThere()) unlinkSync(socketPath);
    },
  };
}

/** A named pipe goes with its server, and nobody can take it away before. */
export async function listenOnPipe(server: net.Server, pipe: string): Promise<SocketFile> {
  await listenOn(server, pipe);
  return { isThere: () => true, remove: () => undefined };
}

function listenOn(server: net.Server, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Removes a socket that a killed daemon left, after asking whether somebody answers on it. Anything else in the way, a
 * file of the user's above all, stays where it is.
 */
async function clearTheWay(socketPath: string): Promise<void> {
  await mkdir(path.dirname(socketPath), { recursive: true, mode: 0o700 });
  const found = await lstat(socketPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!found) return;
  if (!found.isSocket()) {
    throw new SpyglassError('socket', `${socketPath} exists and is not a socket; it stays as it is.`);
  }
  const failure = await new Promise<string | null>((resolve) => {
    const probe = net.connect(socketPath);
    probe.once('connect', () => {
      probe.destroy();
      resolve(null);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
  // A crowded or forbidden socket has an owner as well: only the one code means that nobody listens.
  if (failure !== 'ECONNREFUSED' && failure !== 'ENOENT') {
    throw new SpyglassError('socket', `Another daemon answers on ${socketPath}.`, {
      hint: 'Stop it with `spyglass daemon stop`, or give this one another --socket.',
    });
  }
  if (failure === 'ECONNREFUSED') await unlink(socketPath);
}

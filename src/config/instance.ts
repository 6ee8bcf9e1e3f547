import { createHash } from 'node:crypto';
import path from 'node:path';
import { SpyglassError } from '../base/errors.ts';
import { isLoopback } from '../base/loopback.ts';

/** Directories and identity that the operating system gives this user. */
export interface UserPlaces {
  data: string;
  config: string;
  /** For logs and, without a runtime directory, sockets. */
  state: string;
  /** `$XDG_RUNTIME_DIR`, where there is one. */
  runtime: string | null;
  platform: NodeJS.Platform;
}

/** What flags say about where an instance is; `null` for the default. */
export interface InstanceChoice {
  mode: 'live' | 'demo';
  dataDir: string | null;
  socket: string | null;
  /** The archive's directory by the settings (`archive.dir`); `null` for the one beside the database. */
  archiveDir?: string | null;
  /** The shared store by the settings (`store.url`); a demo never uses it. */
  storeUrl?: string | null;
}

/** One database with its daemon: what belongs together on disk. */
export interface Instance {
  mode: 'live' | 'demo';
  dataDir: string;
  isDefaultDataDir: boolean;
  databasePath: string;
  /** The shared store that holds the recording in place of `databasePath`; secret. `null` for the database. */
  storeUrl: string | null;
  /** Where sessions that are over are archived; it need not exist. */
  archiveDir: string;
  socketPath: string;
  logPath: string;
  /** Where the dashboard keeps when it was open last. */
  lastOpenPath: string;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, a closing zero included. */
const longestSocketPath = 103;

/**
 * Where an instance keeps its things. Each database has a socket of its own, so that `--data-dir` alone finds the
 * daemon that records into it.
 * @throws SpyglassError `socket` when the socket's path is too long for the operating system.
 */
export function locateInstance(choice: InstanceChoice, places: UserPlaces): Instance {
  const isDefaultDataDir =
    choice.dataDir === null || path.resolve(choice.dataDir) === path.resolve(places.data);
  const dataDir = path.resolve(choice.dataDir ?? places.data);
  const databasePath = path.join(dataDir, choice.mode === 'demo' ? 'demo.sqlite' : 'spyglass.sqlite');
  const name = isDefaultDataDir
    ? choice.mode
    : `${choice.mode}-${createHash('sha256').update(databasePath).digest('hex').slice(0, 12)}`;
  const socketPath = choice.socket ?? defaultSocketPath(name, places);
  if (places.platform !== 'win32' && Buffer.byteLength(socketPath) > longestSocketPath) {
    throw new SpyglassError(
      'socket',
      `The socket's path is ${Buffer.byteLength(socketPath)} bytes long, ${longestSocketPath} at most: ${socketPath}`,
    );
  }
  const logPath = path.join(places.state, `${name}.log`);
  const lastOpenPath = path.join(places.state, `${name}.last-open.json`);
  const archiveDir = archiveDirOf(choice, dataDir);
  const storeUrl = choice.mode === 'demo' ? null : (choice.storeUrl ?? null);
  return {
    ...{ mode: choice.mode, dataDir, isDefaultDataDir, databasePath, storeUrl, archiveDir },
    ...{ socketPath, logPath, lastOpenPath },
  };
}

/** Where an instance's sessions are archived: live and simulated ones never share a directory. @param dataDir where its database lies */
export function archiveDirOf(
  { mode, archiveDir = null }: Pick<InstanceChoice, 'mode' | 'archiveDir'>,
  dataDir: string,
): string {
  if (archiveDir === null) return path.join(dataDir, mode === 'demo' ? 'demo-archive' : 'archive');
  const own = path.resolve(archiveDir);
  return mode === 'demo' ? `${own}-demo` : own;
}

function defaultSocketPath(name: string, places: UserPlaces): string {
  if (places.platform === 'win32') return `\\\\.\\pipe\\spyglass-${name}`;
  const directory = places.runtime ? path.join(places.runtime, 'spyglass') : path.join(places.state, 'run');
  return path.join(directory, `${name}.sock`);
}

/**
 * Recorded prices are worth nothing once invented ones are among them: a moved clock, or a server on this machine in
 * place of the API, needs a directory of its own.
 */
export function refuseMixing(instance: Instance, isClockMoved: boolean, baseUrl: string): void {
  if (!instance.isDefaultDataDir) return;
  const what = whatMixes(instance.mode, isClockMoved, baseUrl);
  if (!what) return;
  throw new SpyglassError('usage', `${what} would mix other times or prices into your own recordings.`, {
    hint: 'Add --data-dir DIR with a directory of its own.',
  });
}

/** What makes times or prices other than the market's own; `null` where nothing does. */
export function whatMixes(mode: Instance['mode'], isClockMoved: boolean, baseUrl: string): string | null {
  if (isClockMoved) return '--clock';
  const isOwnServer = mode === 'live' && isLoopback(new URL(baseUrl).hostname);
  return isOwnServer ? `SPYGLASS_BASE_URL=${baseUrl}` : null;
}

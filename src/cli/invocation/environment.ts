import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import packageJson from '../../../package.json' with { type: 'json' };
import type { UserPlaces } from '../../config/instance.ts';
import { userPlaces } from '../../config/paths.ts';

/** The process as the commands see it: the one place that reads globals, so that everything below takes arguments. */
export interface Environment {
  env: Readonly<Record<string, string | undefined>>;
  argv: readonly string[];
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  pid: number;
  platform: NodeJS.Platform;
  /** @throws SpyglassError `usage` where this user has no home directory */
  readonly places: UserPlaces;
  appVersion: string;
  /** The built worker. */
  workerUrl: URL;
}

/** The environment of this process; nothing else reads `process` for it. */
export function processEnvironment(): Environment {
  const { env, argv, stdin, stdout, stderr, pid, platform } = process;
  return {
    env,
    argv,
    stdin,
    stdout,
    stderr,
    pid,
    platform,
    // Asked for when a command needs it, which can then say what is wrong.
    get places() {
      return userPlaces({ env, platform, homeOfUser: () => userInfo().homedir });
    },
    appVersion: packageJson.version,
    workerUrl: new URL('./worker.js', import.meta.url),
  };
}

/** The settings file with its mode, or `null` when there is none. @throws the file system's error otherwise */
export function readSettingsFile(path: string): { path: string; text: string; mode: number } | null {
  try {
    return { path, text: readFileSync(path, 'utf8'), mode: statSync(path).mode };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

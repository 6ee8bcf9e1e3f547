import { readFileSync, statSync } from 'node:fs';
import envPaths from 'env-paths';
import packageJson from '../../package.json' with { type: 'json' };
import type { UserPlaces } from '../config/instance.ts';

/** The process as the commands see it: the one place that reads globals, so that everything below takes arguments. */
export interface Environment {
  env: Readonly<Record<string, string | undefined>>;
  argv: readonly string[];
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  pid: number;
  platform: NodeJS.Platform;
  places: UserPlaces;
  appVersion: string;
  /** The built worker. */
  workerUrl: URL;
}

export function processEnvironment(): Environment {
  const { env, argv, stdin, stdout, stderr, pid, platform } = process;
  const paths = envPaths('spyglass', { suffix: '' });
  return {
    env,
    argv,
    stdin,
    stdout,
    stderr,
    pid,
    platform,
    places: {
      data: paths.data,
      config: paths.config,
      state: paths.log,
      runtime: env.XDG_RUNTIME_DIR || null,
      platform,
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

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { HttpsProxy } from '../../base/https-proxy.ts';
import type { Logger, LogTrouble } from '../../base/log.ts';
import type { DemoPlan } from '../../config/demo-plans.ts';
import type { Instance } from '../../config/instance.ts';
import { recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { createHttpGet, createHttpPost } from '../../sources/polygon/http/http-get.ts';
import type { SpoolPlace } from '../recording/spool/spool.ts';
import type { HandOver } from '../hand-over.ts';
import { withoutRepeats } from './without-repeats.ts';

/** Everything that decides what a daemon does, as plain values that can be posted to a worker thread. */
export interface LaunchOptions {
  instance: Instance;
  settings: Settings;
  /** Proxy for https; never used in a demo. */
  proxy?: HttpsProxy | null;
  /** Problems of settings that recording does not need; their defaults are used. */
  settingsWarnings?: readonly string[];
  /** `--clock`: where a virtual clock starts and how fast it runs. */
  clock: { startAt: number; speed: number } | null;
  /** What the simulated API of a demo does wrong once the daemon is up. */
  fault?: string | null;
  /** The plan of a demo's key; the one with everything by default. */
  plan?: DemoPlan | null;
  /** What to continue from, where the daemon before has handed over. */
  takesOver?: HandOver | null;
  /** Environment of the programs that alerts run, without secrets. */
  programEnv?: Readonly<Record<string, string | undefined>>;
  appVersion: string;
  pid: number;
  platform: NodeJS.Platform;
}

/** Where the daemon logs, and whether its lines arrive there. */
export interface LaunchLog {
  log: Logger;
  trouble: LogTrouble;
}

/** What every daemon of these options is started with. */
export function daemonDeps(
  options: LaunchOptions,
  { log, trouble }: LaunchLog,
  clock: Clock,
  signal?: AbortSignal,
) {
  const { instance, settings, settingsWarnings = [], appVersion, pid, platform } = options;
  const { mode, databasePath, storeUrl, archiveDir, socketPath } = instance;
  return {
    mode,
    databasePath,
    storeUrl,
    spool: storeUrl === null ? null : spoolOf(instance, settings),
    archiveDir,
    socketPath,
    settings,
    settingsWarnings,
    clock,
    appVersion,
    pid,
    platform,
    log: withoutRepeats(log, clock),
    logTrouble: trouble,
    ...(signal && { signal }),
    takesOver: options.takesOver ?? null,
    epoch: randomUUID(),
    httpGet: createHttpGet(options.proxy ?? null),
    alertDelivery: {
      isAutomatic: mode === 'live' && options.clock === null,
      httpPost: createHttpPost(options.proxy ?? null),
      env: options.programEnv ?? {},
    },
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  };
}

/** Every recorded symbol has its share of the room. */
function spoolOf({ dataDir }: Instance, settings: Settings): SpoolPlace {
  const maxBytes = settings.storeSpoolMegabytes * 1_000_000;
  const symbols = recordedSymbolsOf(settings).length;
  return { directory: path.join(dataDir, 'spool'), maxBytes: Math.floor(maxBytes / symbols) };
}

import path from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import { type Instance, locateInstance, refuseMixing } from '../../config/instance.ts';
import { type LoadedSettings, readSettings, type SettingsSources } from '../../config/load-settings.ts';
import type { HttpsProxy } from '../../base/https-proxy.ts';
import { proxyOf } from '../../config/proxy.ts';
import type { LaunchPlan } from '../../daemon/process/launch.ts';
import { looksOpen } from '../../db/sqlite/files/database-files.ts';
import type { Owner } from '../../db/sqlite/files/owner-lock.ts';
import { type Link, type LinkOptions, openLink } from '../../protocol/link.ts';
import { type Environment, readSettingsFile } from './environment.ts';
import { type ClockFlag, type GlobalFlags, parseClockFlag } from './flags.ts';

/** What the flags, the environment and the settings file together say. */
export interface Invocation {
  environment: Environment;
  loaded: LoadedSettings;
  /** What is wrong with the settings, where the command works all the same; the defaults stand in for it. */
  settingsProblems: readonly string[];
  /** The same of settings that only a screen, an alert or the log needs; they stop no command. */
  settingsWarnings: readonly string[];
  /** A socket was named, and with it the daemon that is meant. */
  isSocketGiven: boolean;
  clock: ClockFlag | null;
  /** The proxy that https to other machines goes through. @throws SpyglassError `settings` */
  proxy(): HttpsProxy | null;
  /** What goes wrong in the demo. */
  fault: string | null;
  /** The instance asked for: the demo with `--demo`, the live one with a key, else undecided (`null`). */
  chosenMode: 'live' | 'demo' | null;
  instance(mode: 'live' | 'demo'): Instance;
}

/** Where the settings file is, or would be. */
export function configPath({ places }: Environment, flags: GlobalFlags): string {
  return path.resolve(flags.config ?? path.join(places.config, 'spyglass.toml'));
}

/** What a command needs of the settings. */
export interface SettingsNeeds {
  /** A file that was named may be missing: it is about to be written. */
  mayLackFile?: boolean;
  /** Mistakes are no reason to stop: whoever has to stop a daemon cannot wait for a file to be mended. */
  mayBeWrong?: boolean;
}

/** @throws SpyglassError `settings` or `usage` */
export async function readInvocation(
  environment: Environment,
  flags: GlobalFlags,
  { mayLackFile = false, mayBeWrong = false }: SettingsNeeds = {},
): Promise<Invocation> {
  const settingsFile = configPath(environment, flags);
  const problems: string[] = [];
  let file: ReturnType<typeof readSettingsFile> = null;
  try {
    file = readSettingsFile(settingsFile);
    if (flags.config !== undefined && file === null && !mayLackFile) {
      problems.push(`There is no settings file ${settingsFile}.`);
    }
  } catch (cause) {
    problems.push(`Cannot read ${settingsFile}: ${messageOf(cause)}`);
  }
  const sources = { env: environment.env, file, ...(await keyCheckFor(file?.text)) };
  const { problems: wrong, warnings, ...loaded } = readSettings(sources);
  problems.push(...wrong);
  if (problems.length > 0 && !mayBeWrong) throw new SpyglassError('settings', problems.join('\n'));
  const clock = flags.clock === undefined ? null : parseClockFlag(flags.clock);
  const chosenMode = flags.demo ? 'demo' : loaded.settings.apiKey !== null ? 'live' : null;
  const instance = (mode: 'live' | 'demo') =>
    locateInstance(
      { mode, dataDir: flags.dataDir ?? null, socket: flags.socket ?? null },
      environment.places,
    );
  if (flags.fault !== undefined && !flags.demo) {
    throw new SpyglassError('usage', '--fault works with --demo only.', {
      hint: 'The simulated market can misbehave; the real one does so by itself.',
    });
  }
  return {
    ...{ environment, loaded, settingsProblems: problems, settingsWarnings: warnings },
    isSocketGiven: flags.socket !== undefined,
    ...{ clock, proxy: () => proxyOf(environment.env), fault: flags.fault ?? null, chosenMode, instance },
  };
}

/**
 * What goes wrong is settled when a demo starts: one that runs already would not do what `--fault` asks for.
 * @throws SpyglassError `usage`
 */
export function refuseFault({ fault }: Invocation, pid: number): void {
  if (fault === null) return;
  throw new SpyglassError('usage', `--fault ${fault}: a demo runs already (process ${pid}), without it.`, {
    hint: 'Stop it first with `spyglass daemon stop --demo`, or use `spyglass daemon restart` with these flags.',
  });
}

/** The dashboard's commands are loaded only where the file gives some of them other keys. */
async function keyCheckFor(text = ''): Promise<Pick<SettingsSources, 'keyProblems'>> {
  if (!/\bkeys\b/.test(text)) return {};
  const { keyProblems } = await import('../../tui/keys/key-problems.ts');
  return { keyProblems: (keys) => keyProblems(keys) };
}

/** The plan for starting a daemon of this mode. @throws SpyglassError `usage` when it would mix recordings */
export function planLaunch(invocation: Invocation, mode: 'live' | 'demo'): LaunchPlan {
  const { environment, loaded, clock, fault } = invocation;
  const instance = invocation.instance(mode);
  refuseMixing(instance, clock !== null, loaded.settings.baseUrl);
  const { appVersion, pid, platform } = environment;
  // The demo never has the key: there is nobody it should be shown to.
  const settings = mode === 'demo' ? { ...loaded.settings, apiKey: null } : loaded.settings;
  return {
    ...{ instance, settings, settingsWarnings: invocation.settingsWarnings },
    ...{ clock, proxy: mode === 'live' ? invocation.proxy() : null, fault, appVersion, pid, platform },
  };
}

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

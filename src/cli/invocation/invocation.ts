import path from 'node:path';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import type { HttpsProxy } from '../../base/https-proxy.ts';
import { type Instance, locateInstance, refuseMixing, whatMixes } from '../../config/instance.ts';
import { type LoadedSettings, readSettings, type SettingsSources } from '../../config/load-settings.ts';
import { proxyOf } from '../../config/proxy.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import type { LaunchOptions } from '../../daemon/process/launch-options.ts';
import type { DemoPlan } from '../../config/demo-plans.ts';
import { demoPlan } from './demo-flags.ts';
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
  /** An archive’s directory, where that alone is read. */
  archive: string | null;
  clock: ClockFlag | null;
  /** The proxy that https to other machines goes through. @throws SpyglassError `settings` */
  proxy(): HttpsProxy | null;
  /** What goes wrong in the demo. */
  fault: string | null;
  /** The plan that the demo's key has; `null` where nobody asked for one. */
  plan: DemoPlan | null;
  /** The machine whose daemon answers, and how long it takes; absent where it is this one. */
  host?: { text: string; server: string; roundTripMs: () => number | null };
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
  /** The command runs with wrong settings, too: `daemon stop` must work while the file is broken. */
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
      {
        ...{ mode, dataDir: flags.dataDir ?? null, socket: flags.socket ?? null },
        // Other times or prices stay out of the user's own archive: their database's directory takes them.
        archiveDir: whatMixes(mode, clock !== null, loaded.settings.baseUrl)
          ? null
          : loaded.settings.archiveDir,
        storeUrl: loaded.settings.storeUrl,
      },
      environment.places,
    );
  const plan = demoPlan(flags);
  if (flags.fault !== undefined && !flags.demo) {
    throw new SpyglassError('usage', '--fault works with --demo only.', {
      hint: 'The simulated market can misbehave; the real one does so by itself.',
    });
  }
  return {
    ...{ environment, loaded, settingsProblems: problems, settingsWarnings: warnings },
    isSocketGiven: flags.socket !== undefined,
    archive: flags.archive ?? null,
    ...{
      clock,
      proxy: () => proxyOf(environment.env),
      fault: flags.fault ?? null,
      plan,
      chosenMode,
      instance,
    },
  };
}

/** The dashboard's commands are loaded only where the file gives some of them other keys. */
async function keyCheckFor(text = ''): Promise<Pick<SettingsSources, 'keyProblems'>> {
  if (!/\bkeys\b/.test(text)) return {};
  const { keyProblems } = await import('../../tui/keys/key-problems.ts');
  return { keyProblems: (keys) => keyProblems(keys) };
}

/** The plan for starting a daemon of this mode. @throws SpyglassError `usage` when it would mix recordings */
export function launchOptions(invocation: Invocation, mode: 'live' | 'demo'): LaunchOptions {
  const { environment, loaded, clock, fault, plan } = invocation;
  const instance = invocation.instance(mode);
  refuseMixing(instance, clock !== null, loaded.settings.baseUrl);
  const { appVersion, pid, platform } = environment;
  // The demo never gets the key: nothing in it needs one.
  const settings = mode === 'demo' ? { ...loaded.settings, apiKey: null } : loaded.settings;
  return {
    ...{ instance, settings, settingsWarnings: invocation.settingsWarnings },
    programEnv: withoutSecrets(environment.env),
    ...{ clock, proxy: mode === 'live' ? invocation.proxy() : null },
    ...{ fault, plan, appVersion, pid, platform },
  };
}

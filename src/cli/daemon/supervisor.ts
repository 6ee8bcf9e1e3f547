import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { type Invocation, launchOptions } from '../invocation/invocation.ts';
import { note, printLine } from '../output/output.ts';
import { writeEnvironmentFile } from '../service/environment-file.ts';
import { flagsAgain } from './spawn-daemon.ts';
import { commandsFailed, runCommand, runCommands } from './supervisor-commands.ts';
import { launchdPlist, type ServiceDefinition, systemdUnit } from './supervisor-units.ts';

interface ServiceFlags extends GlobalFlags {
  print?: boolean;
}

interface Supervisor {
  /** Where its file for this daemon lies. */
  file: string;
  text: string;
  /** Commands that take the file into use, that stop and forget it, and that say how it is. */
  install: string[][];
  uninstall: string[][];
  status: string[];
  /** What a person should know afterwards. */
  advice: string[];
}

/** Has the system's own supervisor run the daemon: a systemd user unit, or a launchd agent on macOS. */
export async function service(invocation: Invocation, flags: ServiceFlags, args: string[]): Promise<number> {
  const { environment } = invocation;
  const [action] = args;
  const plan = defineService(invocation, flags);
  const supervisor = supervisorOf(invocation, plan);
  if (action === 'status') return await status(invocation, supervisor);
  if (action !== 'install' && action !== 'uninstall') {
    throw new SpyglassError('usage', `service ${action}: expected install, uninstall or status.`);
  }
  if (flags.print) {
    if (action === 'install') printLine(environment, supervisor.text.trimEnd());
    else
      printLine(
        environment,
        [...supervisor.uninstall.map((words) => words.join(' ')), `rm ${supervisor.file}`].join('\n'),
      );
    return 0;
  }
  const failed = await (action === 'install'
    ? install(invocation, plan, supervisor)
    : uninstall(invocation, supervisor));
  if (failed.length > 0) throw commandsFailed(action, failed);
  return 0;
}

function defineService(invocation: Invocation, flags: ServiceFlags): ServiceDefinition {
  if (flags.fault !== undefined) {
    throw new SpyglassError('usage', '--fault is for trying things out; a service does not take it.', {
      hint: 'Use it with `spyglass --demo`, `spyglass daemon run` or `spyglass daemon start`.',
    });
  }
  const { environment } = invocation;
  const { instance } = launchOptions(invocation, invocation.chosenMode ?? 'live');
  const [node = '', launcher = ''] = environment.argv;
  const instanceName = path.basename(instance.logPath, '.log');
  return {
    name: instanceName === 'live' ? 'spyglass' : `spyglass-${instanceName}`,
    node,
    launcher: path.resolve(launcher),
    flags: flagsAgain(flags),
    environmentFile: path.join(environment.places.config, 'spyglass.env'),
    canNotify: isOnPath('systemd-notify', environment.env.PATH ?? ''),
    logPath: instance.logPath,
  };
}

function supervisorOf({ environment }: Invocation, plan: ServiceDefinition): Supervisor {
  if (environment.platform === 'linux') {
    const unit = `${plan.name}.service`;
    const systemctl = (...words: string[]) => ['systemctl', '--user', ...words];
    return {
      file: path.join(path.dirname(environment.places.config), 'systemd', 'user', unit),
      text: systemdUnit(plan),
      install: [systemctl('daemon-reload'), systemctl('enable', '--now', unit)],
      uninstall: [systemctl('disable', '--now', unit)],
      status: systemctl('is-active', unit),
      advice: [
        'To keep it running after you log out: loginctl enable-linger',
        `Its log: journalctl --user -u ${unit}`,
      ],
    };
  }
  if (environment.platform === 'darwin') {
    const library = path.dirname(path.dirname(environment.places.config));
    const file = path.join(library, 'LaunchAgents', `${plan.name}.plist`);
    return {
      file,
      text: launchdPlist(plan),
      install: [['launchctl', 'load', '-w', file]],
      uninstall: [['launchctl', 'unload', '-w', file]],
      status: ['launchctl', 'list', plan.name],
      advice: [
        'It runs while you are logged in; for a machine without a login, make it a daemon of the system.',
        `Its log: ${plan.logPath}`,
      ],
    };
  }
  throw new SpyglassError('usage', 'There is no service for this system: systemd or launchd is needed.', {
    hint: 'Run `spyglass daemon start` when you log in.',
  });
}

/** Resolves to the commands that failed. */
async function install(
  invocation: Invocation,
  plan: ServiceDefinition,
  supervisor: Supervisor,
): Promise<string[]> {
  const { environment } = invocation;
  writeEnvironmentFile(invocation, plan.environmentFile);
  mkdirSync(path.dirname(supervisor.file), { recursive: true });
  writeFileSync(supervisor.file, supervisor.text, { mode: 0o644 });
  note(environment, `Wrote ${supervisor.file}`);
  const failed = await runCommands(invocation, supervisor.install);
  if (failed.length === 0) for (const line of supervisor.advice) note(environment, line);
  return failed;
}

/** Resolves to the commands that failed; the file stays then, so that it can be tried again. */
async function uninstall(invocation: Invocation, supervisor: Supervisor): Promise<string[]> {
  const { environment } = invocation;
  if (!existsSync(supervisor.file)) {
    throw new SpyglassError('usage', `There is no ${supervisor.file}.`, { hint: 'Nothing was changed.' });
  }
  const failed = await runCommands(invocation, supervisor.uninstall);
  if (failed.length > 0) return failed;
  rmSync(supervisor.file);
  note(environment, `Removed ${supervisor.file}; recordings, settings and the file with the secrets stay.`);
  return [];
}

async function status(invocation: Invocation, supervisor: Supervisor): Promise<number> {
  const { environment } = invocation;
  if (!existsSync(supervisor.file)) {
    printLine(environment, 'not installed');
    return new SpyglassError('not_running', '').exitCode;
  }
  const failure = await runCommand(invocation, supervisor.status);
  printLine(environment, `${supervisor.file}: ${failure === null ? 'active' : `not active (${failure})`}`);
  return failure === null ? 0 : new SpyglassError('not_running', '').exitCode;
}

function isOnPath(program: string, searchPath: string): boolean {
  return searchPath.split(path.delimiter).some((directory) => {
    try {
      accessSync(path.join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

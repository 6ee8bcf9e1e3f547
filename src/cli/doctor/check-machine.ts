import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { proxyName } from '../../config/proxy.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { colorLevel } from '../output/color-level.ts';
import { hasUnicode, localeOf } from '../output/terminal-kind.ts';
import { failure, ok, warning } from './check-lines.ts';

/** Whether only this user can reach the socket. */
export function checkSocket(
  { environment }: Invocation,
  { socketPath }: Instance,
  isRunning: boolean,
): DoctorCheck[] {
  if (environment.platform === 'win32') return [ok('socket', socketPath)];
  if (!existsSync(socketPath)) return [ok('socket', `${socketPath}, not there while no daemon runs`)];
  if (!isRunning) {
    return [
      warning(
        'socket',
        `${socketPath} was left by a daemon that was killed`,
        'Nothing: the next daemon replaces it.',
      ),
    ];
  }
  const [socket, directory] = [socketPath, path.dirname(socketPath)].map(
    (file) => statSync(file).mode & 0o777,
  );
  const modes = `${socketPath} is ${socket!.toString(8)} in a directory of ${directory!.toString(8)}`;
  if ((socket! & 0o077) !== 0)
    return [failure('socket', modes, `Others may use it: chmod 600 ${socketPath}`)];
  if ((directory! & 0o077) !== 0) return [warning('socket', modes, `chmod 700 ${path.dirname(socketPath)}`)];
  return [ok('socket', modes)];
}

/** Which proxy https goes through. */
export function checkProxy({ proxy }: Invocation): DoctorCheck {
  try {
    const used = proxy();
    if (used === null) return ok('proxy', 'none; the API is asked directly');
    const except = used.NO_PROXY === undefined ? '' : `, except for NO_PROXY=${used.NO_PROXY}`;
    return ok('proxy', `https goes through ${proxyName(used)}${except}; never to this machine`);
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    return failure('proxy', error.message, error.hint);
  }
}

/** Every wrong setting, or how many differ from their defaults. */
export function checkSettings({ loaded, settingsProblems, settingsWarnings }: Invocation): DoctorCheck[] {
  const { hint } = new SpyglassError('settings', '');
  const found = [
    ...settingsProblems.map((problem) => failure('settings', problem, hint)),
    ...settingsWarnings.map((problem) =>
      warning('settings', `${problem}; the default stands in for it`, hint),
    ),
  ];
  if (found.length > 0) return found;
  const changed = Object.values(loaded.origins).filter((origin) => origin !== 'default').length;
  return [ok('settings', `${changed} differ from their defaults, all valid`)];
}

/** Whether the dashboard can be drawn here: size, colours, encoding. */
export function checkTerminal({ environment }: Invocation): DoctorCheck {
  const { stdout, env } = environment;
  if (!stdout.isTTY) return ok('terminal', 'none here; a script is served with --json');
  const { columns, rows } = stdout;
  const depth = ['no colours', '16 colours', '256 colours', 'all colours'][colorLevel(env, stdout)];
  const encoding = localeOf(env);
  const isUnicode = hasUnicode(environment);
  const message = `${columns}×${rows}, ${depth}, ${isUnicode ? 'Unicode' : `no Unicode (${encoding || 'no locale'})`}`;
  if (columns < 60 || rows < 16) return warning('terminal', message, 'The dashboard wants 60×16 at least.');
  if (!isUnicode)
    return warning('terminal', message, 'Set a UTF-8 locale, such as LANG=C.UTF-8, for lines and marks.');
  return ok('terminal', message);
}

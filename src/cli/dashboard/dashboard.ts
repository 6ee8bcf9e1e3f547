import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { logLimits } from '../../daemon/process/log-limits.ts';
import { createFileLog } from '../../daemon/process/log.ts';
import { flagsAgain } from '../daemon/spawn-daemon.ts';
import type { OwnDaemon } from '../daemon/own-daemon.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { holdWarnings } from '../invocation/held-warnings.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { note } from '../output/output.ts';
import { isDumb } from '../output/terminal-kind.ts';
import { type DashboardEnding, endOnSignals } from './ending.ts';
import { type Home, withHome } from './home.ts';
import { printOnce } from './print-once.ts';
import { show } from './show-dashboard.ts';

/**
 * The dashboard: attached to a running daemon, else with one of its own in a worker thread. Where output is no terminal,
 * or with `--once`, one picture of it.
 */
export async function dashboard(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  // What was mistyped is said before a daemon starts.
  symbolGiven(flags);
  return isPictureOnly(invocation, flags)
    ? await printOnce(invocation, flags)
    : await interact(invocation, flags, (use, signal) => withHome(invocation, flags, use, signal));
}

/**
 * Whether one picture is printed in place of a dashboard, which is said where nobody has asked for that.
 * @throws SpyglassError `terminal` where it could be drawn, and not be steered
 */
export function isPictureOnly(invocation: Invocation, flags: GlobalFlags): boolean {
  const { stdin, stdout } = invocation.environment;
  if (flags.once || !stdout.isTTY) return true;
  if (isDumb(invocation.environment)) {
    const term = invocation.environment.env.TERM ? 'TERM=dumb' : 'TERM is not set';
    note(
      invocation.environment,
      `This terminal cannot be drawn on (${term}), so this is one picture. With TERM=xterm-256color, say, it is the dashboard.`,
    );
    return true;
  }
  if (!stdin.isTTY) {
    throw new SpyglassError(
      'terminal',
      'The dashboard needs a terminal for input, too: it is steered by keys.',
      {
        hint: 'Use `spyglass --once` for one picture, or `spyglass status --json` and its like in a script.',
      },
    );
  }
  return false;
}

/**
 * The dashboard of a home until the user quits.
 * @param withIt uses a home and closes it; the signal ends waiting for it
 * @returns the exit code
 */
export async function interact(
  invocation: Invocation,
  flags: GlobalFlags,
  withIt: (use: (home: Home) => Promise<void>, signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const ending = endOnSignals(invocation.environment);
  const sayWarnings = holdWarnings(process);
  try {
    const use = async (home: Home) => {
      await show(invocation, flags, home, ending.signal).catch(async (error: unknown) => {
        // A fault of the screen does not end the recording. Where it cannot move, the error says what has ended.
        if (staysRecording(invocation, home)) await Promise.allSettled([home.recording?.moveToBackground()]);
        sayMoved(invocation, flags, home);
        throw error;
      });
      await leave(invocation, home, ending);
      sayMoved(invocation, flags, home);
    };
    await withIt(use, ending.signal);
  } finally {
    ending.stop();
    sayWarnings();
  }
  return ending.exitCode();
}

/**
 * What becomes of the recording once the dashboard has ended. A user who quits has been asked. A terminal that went away
 * cannot be asked: the recording goes on unless the setting says `stop`.
 */
async function leave(invocation: Invocation, home: Home, ending: DashboardEnding): Promise<void> {
  if (!home.recording || !ending.isTerminalGone() || !staysRecording(invocation, home)) return;
  await Promise.race([goOn(invocation, home.instance, home.recording), ending.termed]);
}

/** Whether a recording would end now although its user has not asked for that. */
function staysRecording({ loaded }: Invocation, { recording }: Home): boolean {
  return recording?.isAlive() === true && loaded.settings.onQuit !== 'stop';
}

function sayMoved(invocation: Invocation, flags: GlobalFlags, { recording }: Home): void {
  const pid = recording?.movedTo() ?? null;
  if (pid === null) return;
  const stop = ['spyglass daemon stop', ...flagsAgain(flags)].join(' ');
  note(invocation.environment, `Recording goes on in the background (process ${pid}); to stop it: ${stop}`);
}

/** Moves the recording into the background. Where that fails, it goes on here until it ends. */
async function goOn({ loaded: { settings } }: Invocation, { logPath }: Instance, recording: OwnDaemon) {
  try {
    await recording.moveToBackground();
  } catch (error) {
    // `status` finds it here, and `daemon stop` ends it.
    const { log, close } = createFileLog(logPath, settings.logLevel, logLimits(settings));
    log.error(
      { err: error },
      'the recording could not move into the background; it goes on without a terminal',
    );
    close();
    await recording.ended();
  }
}

import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { exitCodeOf } from '../../base/severity.ts';
import type { Instance } from '../../config/instance.ts';
import { createFileLog } from '../../daemon/process/log.ts';
import { logLimits } from '../../daemon/process/log-limits.ts';
import { type Connection, createConnection } from '../../protocol/connection.ts';
import { attachToOwner } from '../daemon/attach.ts';
import { colorLevel } from '../output/color-level.ts';
import { flagsAgain, startDetached } from '../daemon/daemon-start.ts';
import type { Environment } from '../invocation/environment.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { holdWarnings } from '../invocation/held-warnings.ts';
import { jobControl } from '../daemon/job-control.ts';
import { note } from '../output/output.ts';
import { type OwnDaemon, startOwnDaemon } from '../daemon/own-daemon.ts';
import { openSeenLimits } from '../output/seen-limits.ts';
import { hasUnicode, isDumb } from '../output/terminal-kind.ts';
import {
  type Answering,
  findDaemon,
  planLaunch,
  refuseFault,
  unreachable,
  type Invocation,
} from '../invocation/invocation.ts';

/**
 * The dashboard: attached to a running daemon, else with one of its own in a worker thread. Where output is no terminal,
 * or with `--once`, one picture of it.
 */
export async function dashboard(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  const { stdin, stdout } = invocation.environment;
  if (flags.once || !stdout.isTTY) return await printOnce(invocation, flags);
  if (isDumb(invocation.environment)) {
    const term = invocation.environment.env.TERM ? 'TERM=dumb' : 'TERM is not set';
    note(
      invocation.environment,
      `This terminal cannot be drawn on (${term}), so this is one picture. With TERM=xterm-256color, say, it is the dashboard.`,
    );
    return await printOnce(invocation, flags);
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
  return await interact(invocation, flags);
}

async function interact(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  const ending = endOnSignals(invocation.environment);
  const sayWarnings = holdWarnings(process);
  try {
    const use = async (home: Home) => {
      await show(invocation, flags, home, ending.signal).catch(async (error: unknown) => {
        // A fault of the screen is nobody's word to stop. Where it cannot move, the error says what has ended.
        if (staysRecording(invocation, home)) await Promise.allSettled([home.recording?.moveToBackground()]);
        sayMoved(invocation, flags, home);
        throw error;
      });
      await leave(invocation, home, ending);
      sayMoved(invocation, flags, home);
    };
    await withHome(invocation, flags, use, ending.signal);
  } finally {
    ending.stop();
    sayWarnings();
  }
  return ending.exitCode();
}

/**
 * What becomes of the recording once the dashboard has ended. Whoever quits has been asked; a terminal that went away asks
 * nobody, and only a setting ends the recording with it.
 */
async function leave(invocation: Invocation, home: Home, ending: Ending): Promise<void> {
  if (!home.recording || !ending.isTerminalGone() || !staysRecording(invocation, home)) return;
  await Promise.race([goOn(invocation, home.instance, home.recording), ending.termed]);
}

/** Whether a recording would end now, without its owner's word. */
function staysRecording({ loaded }: Invocation, { recording }: Home): boolean {
  return recording?.isAlive() === true && loaded.settings.onQuit !== 'stop';
}

function sayMoved(invocation: Invocation, flags: GlobalFlags, { recording }: Home): void {
  const pid = recording?.movedTo() ?? null;
  if (pid === null) return;
  const stop = ['spyglass daemon stop', ...flagsAgain(flags)].join(' ');
  note(invocation.environment, `Recording goes on in the background (process ${pid}); to stop it: ${stop}`);
}

/** Moves a recording that nobody watches any more into the background, or lets it go on here to its end. */
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

/** Starts a daemon where the dashboard looks for one. It is left alone once the dashboard ends. */
async function startBackground(
  invocation: Invocation,
  flags: GlobalFlags,
  instance: Instance,
  signal: AbortSignal,
) {
  const { mode, socketPath } = instance;
  const isElsewhere = invocation.instance(mode).socketPath !== socketPath;
  const same = { ...flags, demo: mode === 'demo', ...(isElsewhere && { socket: socketPath }) };
  await startDetached(invocation, instance, same, { signal });
}

/** The dashboard until the user quits. It is drawn while a daemon of its own still starts. */
async function show(
  invocation: Invocation,
  flags: GlobalFlags,
  home: Home,
  signal: AbortSignal,
): Promise<void> {
  const { environment } = invocation;
  const { stdin, stdout, stderr } = environment;
  const { startDashboard } = await import('../../tui/start.tsx');
  const connection = connectTo(home, environment);
  const ended = new AbortController();
  try {
    await startDashboard({
      connection,
      clock: systemClock(),
      stdin,
      stdout,
      stderr,
      colors: { level: flags.color === false ? 0 : colorLevel(environment.env, stdout) },
      ...lookOf(invocation, flags),
      attention: attentionOf(invocation),
      isMouseOn: hasMouse(invocation),
      keys: new Map(invocation.loaded.keys.map(({ command, keys }) => [command, keys])),
      isEmbedded: home.isEmbedded,
      pid: environment.pid,
      recording: home.recording && { ...home.recording, onQuit: invocation.loaded.settings.onQuit },
      startDaemon: () => startBackground(invocation, flags, home.instance, ended.signal),
      started: home.ready,
      keptLimits: await openSeenLimits(home.instance.dataDir),
      ...((home.notice ?? home.asking) && { notice: home.notice ?? home.asking! }),
      ...(environment.platform !== 'win32' && jobControl()),
      onInterrupt: (listener) => {
        process.on('SIGINT', listener);
        return () => void process.off('SIGINT', listener);
      },
      signal,
    });
  } finally {
    ended.abort();
    await connection.close();
  }
}

/** Real milliseconds for the first quote and chain; a slow plan may have them a minute apart. */
const oncePatienceMs = 20_000;

/** Exits as `status` does, so that a script that only wants the picture learns of trouble, too. */
async function printOnce(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  const { environment } = invocation;
  const { stdout, env } = environment;
  return await withHome(invocation, flags, async (home) => {
    if (home.asking) note(environment, home.asking);
    await home.ready;
    const { renderOnce } = await import('../../tui/once.tsx');
    const connection = connectTo(home, environment);
    try {
      const { text, problems } = await renderOnce({
        connection,
        clock: systemClock(),
        columns: cellsFrom(stdout.isTTY ? String(stdout.columns) : env.COLUMNS, 120),
        rows: cellsFrom(stdout.isTTY ? String(stdout.rows) : env.LINES, 40),
        colors: { level: stdout.isTTY && flags.color !== false ? colorLevel(env, stdout) : 0 },
        ...lookOf(invocation, flags),
        isEmbedded: home.isEmbedded,
        patienceMs: oncePatienceMs,
      });
      if (home.notice) note(environment, home.notice);
      stdout.write(text);
      return exitCodeOf(problems);
    } finally {
      await connection.close();
    }
  });
}

/** What a variable of the environment says, where it makes sense; a picture has its limits. */
function cellsFrom(text: string | undefined, usual: number): number {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Math.min(500, Number(text)) : usual;
}

function lookOf({ environment, loaded }: Invocation, flags: GlobalFlags) {
  const { theme, motion, characters, screenReader } = loaded.settings;
  // Ink's own variable, so that who has set it for other programs need not set ours.
  const isScreenReader =
    flags.screenReader === true || screenReader || environment.env.INK_SCREEN_READER === 'true';
  const isAscii = characters === 'ascii' || (characters === 'auto' && !hasUnicode(environment));
  return { isAscii, isScreenReader, appearance: { theme, isMotionReduced: motion === 'reduced' } };
}

/** Of an OSC 9, the Linux console would show the text; a bell it knows. */
function attentionOf({ environment, loaded }: Invocation) {
  const { notify } = loaded.settings;
  const isPlain = ['linux', 'dumb'].includes(environment.env.TERM ?? '');
  return {
    notify: isPlain && notify !== 'off' ? ('bell' as const) : notify,
    isTmux: (environment.env.TMUX ?? '') !== '',
  };
}

/** The Linux console and terminals that can nothing have no mouse to report. */
function hasMouse({ environment, loaded }: Invocation): boolean {
  return loaded.settings.mouse && !['linux', 'dumb'].includes(environment.env.TERM ?? '');
}

function connectTo({ instance, ready }: Home, { appVersion }: Environment): Connection {
  return createConnection({
    ready,
    socketPath: instance.socketPath,
    clock: systemClock(),
    appVersion,
    client: 'dashboard',
  });
}

interface Home {
  instance: Instance;
  isEmbedded: boolean;
  /** The real market's recording that ends with this process, unless it moves; `null` where nothing would be lost. */
  recording: OwnDaemon | null;
  /** Said once, beside the picture. */
  notice: string | null;
  /** Said while it starts. */
  asking: string | null;
  /** When somebody listens there; rejects with why nobody will. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Uses a daemon, and stops it afterwards where it was started for that.
 * @param signal ends the wait for a daemon that another program starts
 */
async function withHome<T>(
  invocation: Invocation,
  flags: GlobalFlags,
  use: (home: Home) => Promise<T>,
  signal?: AbortSignal,
  isSecondTry = false,
): Promise<T> {
  const home = await openHome(invocation, flags);
  try {
    return await use(home);
  } catch (error) {
    // Another dashboard was quicker; both end up on the same daemon.
    if (!(error instanceof SpyglassError && error.code === 'database_locked')) throw error;
    const other = await attachToOwner(invocation, 'dashboard', signal);
    if (other) return await use(attached(invocation, other));
    const held = await unreachable(invocation);
    if (held || isSecondTry || signal?.aborted) throw held ?? error;
    // The quicker one has ended meanwhile.
    return await withHome(invocation, flags, use, signal, true);
  } finally {
    await home.close();
  }
}

/** The home of whoever answers already. */
function attached(invocation: Invocation, { link, instance }: Answering): Home {
  link.close();
  refuseFault(invocation, link.hello.pid);
  const ready = Promise.resolve();
  return {
    ...{ instance, isEmbedded: false, recording: null, notice: null, asking: null, ready },
    close: async () => {},
  };
}

/** Attaches to whoever answers, else begins to start a daemon. */
async function openHome(invocation: Invocation, flags: GlobalFlags): Promise<Home> {
  const found = await findDaemon(invocation, 'dashboard');
  if (found) return attached(invocation, found);
  const mode = invocation.chosenMode ?? 'demo';
  const plan = planLaunch(invocation, mode);
  const daemon = startOwnDaemon(invocation, flags, plan);
  return {
    instance: plan.instance,
    isEmbedded: true,
    recording: mode === 'live' ? daemon : null,
    notice:
      invocation.chosenMode === null
        ? 'No API key: this market is simulated. Set MASSIVE_API_KEY to see the real one.'
        : null,
    asking: mode === 'live' ? `Asking ${plan.settings.baseUrl} …` : null,
    ready: daemon.ready,
    close: daemon.close,
  };
}

/** What has ended the dashboard. */
interface Ending {
  isTerminalGone(): boolean;
  /** Resolves with TERM, also after another ending. */
  termed: Promise<void>;
}

const signalNumbers = { SIGHUP: 1, SIGTERM: 15 } as const;

/**
 * TERM and HUP end the dashboard, so that the terminal is restored; the exit code names the signal. So does a terminal that
 * is gone: its window was closed, and every read and write fails. TERM is its owner's word and ends a recording in this
 * process; HUP comes with a window that closes, and means the terminal alone.
 */
function endOnSignals({ stdin, stdout }: Environment) {
  const controller = new AbortController();
  let code = 0;
  let isTerminalGone = false;
  const { promise: termed, resolve: term } = Promise.withResolvers<void>();
  const listeners = Object.entries(signalNumbers).map(([signal, number]) => {
    const listener = () => {
      code = 128 + number;
      isTerminalGone = signal === 'SIGHUP';
      if (signal === 'SIGTERM') term();
      controller.abort();
    };
    process.on(signal, listener);
    return () => void process.off(signal, listener);
  });
  const onGone = () => {
    isTerminalGone ||= code === 0;
    code ||= 128 + signalNumbers.SIGHUP;
    controller.abort();
  };
  // Not taken off again: what is still under way meets the same error, which nobody else would hear.
  for (const stream of [stdin, stdout]) stream.on('error', onGone);
  stdin.on('end', onGone);
  return {
    signal: controller.signal,
    exitCode: () => code,
    isTerminalGone: () => isTerminalGone,
    termed,
    stop: () => {
      for (const off of listeners) off();
    },
  };
}

import { systemClock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { launch } from '../../daemon/process/launch.ts';
import { createFileLog, createStreamLog, type DaemonLog } from '../../daemon/process/log.ts';
import { logLimits } from '../../daemon/process/log-limits.ts';
import type { Environment } from '../invocation/environment.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { noKey } from '../invocation/no-key.ts';
import { refuseLargeMigration } from '../database/refuse-large-migration.ts';
import { startSupervisorNotes } from './supervisor-notes.ts';
import { awaitTurn } from './take-over.ts';
import { launchOptions, readInvocation, type Invocation } from '../invocation/invocation.ts';

interface RunFlags extends GlobalFlags {
  /** Log into the instance's own file, as `daemon start` has it. */
  logFile?: boolean;
  /** Wait until the daemon inside a dashboard hands over its recording. */
  takeOver?: boolean;
}

/** Real ms for closing in order; after that the process ends anyway, which costs nothing that was recorded. */
const closingMs = 5000;

/**
 * A daemon in the foreground: readable lines on a terminal, JSON lines otherwise. TERM, INT or `shutdown` close it, HUP
 * reads the settings anew and reopens the log, USR1 reopens the log alone.
 */
export async function daemonRun(invocation: Invocation, flags: RunFlags): Promise<undefined> {
  const { environment } = invocation;
  const mode = invocation.chosenMode;
  if (mode === null) throw noKey();
  const planned = launchOptions(invocation, mode);
  // While the daemon before still records: what this one would refuse must not cost it the recording.
  if (flags.takeOver) await refuseLargeMigration(planned.instance.databasePath);
  const turn = flags.takeOver ? await awaitTurn(environment) : null;
  const plan = { ...planned, takesOver: turn?.handOver ?? null };
  const daemonLog = chooseLog(environment, plan, flags.logFile ?? false);
  const { log, setLevel, setLimits, reopen } = daemonLog;
  const signals = watchSignals(log);
  const supervisor = startSupervisorNotes(environment, systemClock(), log);
  try {
    signals.ending.addEventListener('abort', supervisor.stopping);
    const daemon = await launch(plan, daemonLog, signals.ending);
    signals.onHangUp(async () => {
      try {
        const { settings: next, settingsWarnings } = launchOptions(
          await readInvocation(environment, flags),
          mode,
        );
        reopen();
        setLevel(next.logLevel);
        setLimits(logLimits(next));
        daemon.reload(next, settingsWarnings);
      } catch (thrown) {
        log.error({ err: toSpyglassError(thrown) }, 'the settings were not read anew; the old ones stay');
      }
    });
    signals.onReopen(reopen);
    turn?.taken();
    supervisor.ready();
    signals.ending.addEventListener('abort', () => void daemon.close());
    if (signals.ending.aborted) void daemon.close();
    await daemon.closed;
  } catch (error) {
    // Asked to stop while it was starting: it has closed what was open, as it should.
    if (!(error instanceof SpyglassError && error.code === 'not_running')) throw error;
  } finally {
    signals.stop();
    supervisor.stop();
  }
  log.info({}, 'closed');
  daemonLog.close();
}

function chooseLog(
  { stderr }: Environment,
  { instance, settings }: ReturnType<typeof launchOptions>,
  isFile: boolean,
): DaemonLog {
  const limits = logLimits(settings);
  if (isFile) return createFileLog(instance.logPath, settings.logLevel, limits);
  return createStreamLog({
    ...{ stream: stderr, level: settings.logLevel, file: instance.logPath, limits },
    clock: systemClock(),
  });
}

/** The first TERM or INT asks to close in order, also while still starting; a second one ends at once. */
function watchSignals(log: Logger) {
  const clock = systemClock();
  const ending = new AbortController();
  let hangUp = () => {};
  let reopen = () => {};
  let cancelLimit = () => {};
  let seen = 0;
  const onEnd = () => {
    seen += 1;
    if (seen > 1) process.exit(130);
    log.info({}, 'closing');
    cancelLimit = clock.after(closingMs, () => {
      log.error({}, `closing took more than ${closingMs / 1000} s`);
      process.exit(1);
    });
    ending.abort();
  };
  const onHangUp = () => hangUp();
  const onReopen = () => reopen();
  const listeners = [
    ['SIGTERM', onEnd],
    ['SIGINT', onEnd],
    ['SIGHUP', onHangUp],
    ['SIGUSR1', onReopen],
  ] as const;
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    ending: ending.signal,
    onHangUp: (run: () => void) => {
      hangUp = run;
    },
    onReopen: (run: () => void) => {
      reopen = run;
    },
    stop: () => {
      cancelLimit();
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}

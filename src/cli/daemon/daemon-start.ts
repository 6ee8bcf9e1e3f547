import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { openLink } from '../../protocol/connection/link.ts';
import type { Hello } from '../../protocol/state.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { refuseForRunning } from '../invocation/demo-flags.ts';
import { type Invocation, launchOptions } from '../invocation/invocation.ts';
import { noKey } from '../invocation/no-key.ts';
import { note } from '../output/output.ts';
import { linkTo, unreachable } from './find-daemon.ts';
import { spawnDaemon } from './spawn-daemon.ts';
import { failedStart, waitsFor } from './start-log.ts';

/** The API's patience with its retries, and a migration of a large database. */
const patienceMs = 120_000;

const lookEveryMs = 50;

/** How long a start may take without a word. */
const quietMs = 2000;

/** Starts a daemon that outlives this process and its terminal; returns once it answers, or with why it does not. */
export async function daemonStart(invocation: Invocation, flags: GlobalFlags): Promise<undefined> {
  const { environment } = invocation;
  if (invocation.chosenMode === null) throw noKey();
  const { instance } = launchOptions(invocation, invocation.chosenMode);
  const found = await linkTo(invocation, instance, { client: 'daemon start', anyVersion: true });
  found?.link.close();
  const running = found?.link.hello;
  if (running) {
    refuseForRunning(invocation, running);
    note(
      environment,
      running.isStarting
        ? `A daemon is starting already (process ${running.pid}); it waits for the API.`
        : `A daemon is running already (process ${running.pid}).`,
    );
    return;
  }
  const held = await unreachable(invocation);
  if (held) throw held;
  const { pid, isLogged } = await startDetached(invocation, instance, flags, {
    onWaiting: (what) => note(environment, what),
  });
  const log = isLogged ? `; it logs to ${instance.logPath}` : ', without a log';
  note(environment, `The daemon has started (process ${pid})${log}`);
}

/** A daemon that is ready. */
export interface Started {
  pid: number;
  isLogged: boolean;
}

/** How to wait for a daemon that starts. */
export interface StartOptions {
  /** Ends the wait, and leaves the daemon alone. */
  signal?: AbortSignal;
  /** Called once with what a long start waits for. */
  onWaiting?: (what: string) => void;
}

/** Starts one in a process of its own; resolves with its process once it answers. */
export async function startDetached(
  invocation: Invocation,
  instance: Instance,
  flags: GlobalFlags,
  { signal, onWaiting }: StartOptions = {},
): Promise<Started> {
  const { environment } = invocation;
  const { child, from } = spawnDaemon(invocation, instance, flags);
  const clock = systemClock();
  let exit: { code: number | null } | null = null;
  child.once('exit', (code) => {
    exit = { code };
  });
  const failure = new Promise<never>((_, reject) => child.once('error', reject));
  failure.catch((error: Error) => {
    exit = { code: null };
    note(environment, error.message);
  });
  const startedAt = clock.monotonic();
  const deadline = startedAt + patienceMs;
  let isWaitingSaid = onWaiting === undefined;
  while (!signal?.aborted) {
    const ended = exit as { code: number | null } | null;
    if (ended) throw failedStart(instance, from, ended.code);
    const answering = await greetingOf(invocation, instance);
    if (answering?.pid === child.pid && !answering?.isStarting) break;
    if (clock.monotonic() > deadline) {
      child.kill('SIGKILL');
      throw new SpyglassError('timeout', `The daemon was not ready within ${patienceMs / 1000} s.`, {
        hint: from === null ? 'Run `spyglass daemon run` to see why.' : `See ${instance.logPath}.`,
      });
    }
    const isLong = !isWaitingSaid && clock.monotonic() - startedAt >= quietMs;
    const what = isLong ? waitsFor(instance, from, answering?.isStarting === true) : null;
    if (what !== null) {
      onWaiting?.(what);
      isWaitingSaid = true;
    }
    await clock.sleep(lookEveryMs, signal);
  }
  child.unref();
  return { pid: child.pid!, isLogged: from !== null };
}

/** Who answers on the socket that a daemon started here has; `null` when nobody does. */
async function greetingOf(
  { environment }: Invocation,
  { socketPath }: Instance,
): Promise<Pick<Hello, 'pid' | 'isStarting'> | null> {
  try {
    const link = await openLink({
      socketPath,
      clock: systemClock(),
      appVersion: environment.appVersion,
      client: 'daemon start',
      anyVersion: true,
    });
    link.close();
    return link.hello;
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'not_running') return null;
    throw error;
  }
}

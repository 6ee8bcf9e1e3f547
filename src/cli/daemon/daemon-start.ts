import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { type ErrorCode, errorTable, SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import type { Instance } from '../../config/instance.ts';
import { waitingForDatabase } from '../../db/sqlite/busy-wait.ts';
import { openLink } from '../../protocol/link.ts';
import type { Hello } from '../../protocol/state.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { noKey } from '../invocation/no-key.ts';
import { note } from '../output/output.ts';
import { linkTo, planLaunch, refuseFault, unreachable, type Invocation } from '../invocation/invocation.ts';

/** The API's patience with its retries, and a migration of a large database. */
const patienceMs = 120_000;
const lookEveryMs = 50;
/** How long a start may take without a word. */
const quietMs = 2000;

/** Starts a daemon that outlives this process and its terminal; returns once it answers, or with why it does not. */
export async function daemonStart(invocation: Invocation, flags: GlobalFlags): Promise<undefined> {
  const { environment } = invocation;
  if (invocation.chosenMode === null) throw noKey();
  const { instance } = planLaunch(invocation, invocation.chosenMode);
  const found = await linkTo(invocation, instance, { client: 'daemon start', anyVersion: true });
  found?.link.close();
  const running = found?.link.hello;
  if (running) {
    refuseFault(invocation, running.pid);
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

export interface Started {
  pid: number;
  isLogged: boolean;
}

export interface StartOptions {
  /** Ends the wait, and leaves the daemon alone. */
  signal?: AbortSignal;
  /** Told once what a start waits for that takes long. */
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

/** What a daemon that starts waits for, as its log has it since then; `null` where it has said nothing. */
function waitsFor({ logPath }: Instance, from: number | null, isAnswering: boolean): string | null {
  if (isAnswering) return 'The daemon waits for the API.';
  if (from === null) return null;
  const line = linesSince(logPath, from).findLast((text) => text.includes(`"msg":"${waitingForDatabase}"`));
  if (line === undefined) return null;
  try {
    const { err } = JSON.parse(line) as { err?: { message?: string } };
    return `The daemon waits for the database: ${sanitizeText(err?.message ?? '', 300)}`;
  } catch {
    // Half a line: the other half comes.
    return null;
  }
}

const linesSince = (logPath: string, from: number) =>
  readFileSync(logPath).subarray(from).toString().trimEnd().split('\n');

/**
 * The log as the daemon finds it, and where in it this start begins; `null` where it cannot be written, which keeps nobody
 * from recording.
 */
function openStartLog(
  { environment }: Invocation,
  { logPath }: Instance,
): { descriptor: number; from: number } | null {
  try {
    mkdirSync(path.dirname(logPath), { recursive: true, mode: 0o700 });
    const descriptor = openSync(logPath, 'a', 0o600);
    return { descriptor, from: fstatSync(descriptor).size };
  } catch (error) {
    note(environment, `The log cannot be written, so there is none. ${toSpyglassError(error).message}`);
    return null;
  }
}

/**
 * A process for the daemon, without a terminal and with this one's environment; the key is never on its command line.
 * @param isTakingOver it waits for its turn, by way of its standard input and output
 * @returns the process, and where in the log its own lines begin, `null` without a log
 */
export function spawnDaemon(
  invocation: Invocation,
  instance: Instance,
  flags: GlobalFlags,
  isTakingOver = false,
): { child: ChildProcess; from: number | null } {
  const { environment } = invocation;
  const [node = '', launcher = ''] = environment.argv;
  const log = openStartLog(invocation, instance);
  const output = log?.descriptor ?? 'ignore';
  const run = ['daemon', 'run', '--log-file', ...(isTakingOver ? ['--take-over'] : [])];
  const child = spawn(node, [launcher, ...run, ...flagsAgain(flags)], {
    detached: true,
    // What it says before it has a log, or through no log at all, is what explains a failed start.
    stdio: isTakingOver ? ['pipe', 'pipe', output] : ['ignore', output, output],
    env: { ...environment.env },
  });
  if (log) closeSync(log.descriptor);
  return { child, from: log?.from ?? null };
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

/** The flags as they were given, for the daemon's own command line; the key is never among them. */
export function flagsAgain(flags: GlobalFlags): string[] {
  const valued = [
    ['--data-dir', flags.dataDir],
    ['--socket', flags.socket],
    ['--config', flags.config],
  ] as const;
  return [
    ...(flags.demo ? ['--demo'] : []),
    ...valued.flatMap(([name, value]) => (value === undefined ? [] : [name, path.resolve(value)])),
    ...(flags.clock === undefined ? [] : ['--clock', flags.clock]),
    ...(flags.fault === undefined ? [] : ['--fault', flags.fault]),
  ];
}

/** The daemon's own words, found at the end of its log, under its own exit code. */
export function failedStart({ logPath }: Instance, from: number | null, code: number | null): SpyglassError {
  if (code === 0) return new SpyglassError('not_running', 'The daemon was stopped before it was ready.');
  const codes = Object.keys(errorTable) as ErrorCode[];
  const known = codes.find((name) => errorTable[name].exit === code) ?? 'internal';
  if (from === null) {
    return new SpyglassError(known, `The daemon ended with ${code ?? 'a signal'} before it was ready.`, {
      hint: 'Run `spyglass daemon run` to see why.',
    });
  }
  const said = linesSince(logPath, from);
  const at = said.findLastIndex((line) => line.startsWith('spyglass: '));
  if (at < 0) {
    return new SpyglassError(known, `The daemon ended with ${code ?? 'a signal'} before it was ready.`, {
      hint: `See ${logPath}.`,
    });
  }
  const end = said.findIndex((line, index) => index > at && line.startsWith('  '));
  const message = said.slice(at, end < 0 ? undefined : end).join('\n');
  return new SpyglassError(known, message.replace('spyglass: ', ''), {
    hint: end < 0 ? `See ${logPath}.` : said[end]!.trim(),
  });
}

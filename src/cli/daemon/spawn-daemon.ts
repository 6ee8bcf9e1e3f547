import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import path from 'node:path';
import type { Instance } from '../../config/instance.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { openStartLog } from './start-log.ts';

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
    ...(flags.plan === undefined ? [] : ['--plan', flags.plan]),
    ...(flags.fault === undefined ? [] : ['--fault', flags.fault]),
  ];
}

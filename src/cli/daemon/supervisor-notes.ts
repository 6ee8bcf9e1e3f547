import { execFile } from 'node:child_process';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Environment } from '../invocation/environment.ts';

/** What systemd is notified of; each does nothing where systemd does not listen. */
export interface SupervisorNotes {
  ready(): void;
  stopping(): void;
  stop(): void;
}

/**
 * Tells systemd, where it has started this process and asks for it (sd_notify(3)), that the daemon is ready and, at half
 * of the watchdog's time, that its event loop still turns. Node has no datagram socket for it; `systemd-notify` does.
 */
export function startSupervisorNotes({ env }: Environment, clock: Clock, log: Logger): SupervisorNotes {
  const isAsked = env.NOTIFY_SOCKET !== undefined && env.NOTIFY_SOCKET !== '';
  const watchdogMs = Number(env.WATCHDOG_USEC ?? 0) / 1000;
  let cancel = () => {};
  let hasFailed = false;
  const tell = (...words: string[]) => {
    if (!isAsked) return;
    execFile('systemd-notify', words, { env: { ...env }, timeout: 5000 }, (error) => {
      if (error && !hasFailed) log.warn({ err: error }, 'systemd could not be notified');
      hasFailed = error !== null;
    });
  };
  const keepAlive = () => {
    tell('WATCHDOG=1');
    cancel = clock.after(watchdogMs / 2, keepAlive);
  };
  return {
    ready() {
      tell('--ready');
      if (isAsked && watchdogMs > 0) keepAlive();
    },
    stopping: () => tell('STOPPING=1'),
    stop: () => cancel(),
  };
}

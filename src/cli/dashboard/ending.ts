import type { Environment } from '../invocation/environment.ts';

/** What has ended the dashboard. */
export interface DashboardEnding {
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
export function endOnSignals({ stdin, stdout }: Environment) {
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
  // Never removed: a write still under way meets the same error, and without a listener it would end the process.
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

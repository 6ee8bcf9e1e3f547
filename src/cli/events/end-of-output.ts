import { once } from 'node:events';

/** Ends a command that goes on until somebody has had enough. */
export interface EndOfOutput {
  /** Aborts on INT and TERM, and when the reader closes its end: `| head -3` is no failure. */
  signal: AbortSignal;
  /** Resolves then. */
  reached: Promise<void>;
  /** Looks no longer. */
  stop(): void;
}

/** @param stdout whose reader may have enough */
export function endOfOutput(stdout: NodeJS.WriteStream): EndOfOutput {
  const ending = new AbortController();
  const end = () => ending.abort();
  const reached = once(ending.signal, 'abort').then(() => undefined);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, end);
  stdout.on('error', end);
  stdout.once('close', end);
  return {
    signal: ending.signal,
    reached,
    stop() {
      for (const signal of signals) process.off(signal, end);
    },
  };
}

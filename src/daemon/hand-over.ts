import type { AlertMemory } from './alerts/alert-engine.ts';

/** How far a job of the daemon before has come. */
export interface JobProgress {
  name: string;
  /** The last slot that it has run, or dropped: the next one after it is the new daemon's. */
  lastSlot: number;
}

/**
 * What one daemon leaves to the next one that takes over its recordings, so that every slot is polled once. What is not
 * named here is in the database.
 */
export interface HandOver {
  jobs: JobProgress[];
  /** Requests that the last poll of the chain took; the pollInterval is fitted to it. */
  chainCalls: number;
  /** The same for other recorded symbols than the first; absent where there is none. */
  chainCallsOf?: Record<string, number>;
  /** How the alert rules stand; absent from a daemon of an earlier version. */
  alerts?: AlertMemory;
  /** Where a virtual clock stood at an instant of the machine's, and how fast it runs; `null` for the machine's own. */
  clock: { market: number; real: number; speed: number } | null;
}

/** Requests that the last poll of a recorded symbol's chain took, where another daemon made it. */
export function lastChainCalls(
  takesOver: HandOver | null | undefined,
  symbol: string,
  isFirst: boolean,
): number | undefined {
  return isFirst ? takesOver?.chainCalls : takesOver?.chainCallsOf?.[symbol];
}

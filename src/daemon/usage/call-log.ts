import type { Clock } from '../../base/clock.ts';
import { createSignal, type Signal } from '../../base/signal.ts';
import type { ApiLog } from '../../recordings/usage.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';
import type { ApiCall } from '../../recordings/usage.ts';

/** Records calls in the order they were made, and keeps up to 10,000 in memory while the database takes no writes. */
export interface CallLog {
  record(call: ApiCall): void;
  /** A call was made. */
  readonly recorded: Pick<Signal, 'on'>;
  /** Calls have been written. */
  readonly stored: Pick<Signal, 'on'>;
  /** What the latest call failed with; `null` where it did not. */
  lastError(): string | null;
  /** Calls that are not in the log yet. */
  waiting(): number;
  /** Tries once more; what still waits is given up. */
  close(): void;
}

/** Where calls are recorded, and who is notified of a failure. */
export interface CallLogOptions {
  log: Pick<ApiLog, 'record'>;
  clock: Clock;
  onError: (error: unknown) => void;
}

/** Four days of the usual pace, 2 MB. */
export const maxUnlogged = 10_000;
/** The database is tried again with each call, and this often where none is due. */
const retryMs = 30_000;

/** Records each call; while the database takes no writes, calls wait in memory. */
export function createCallLog({ log, clock, onError }: CallLogOptions): CallLog {
  const waiting: ApiCall[] = [];
  const recorded = createSignal();
  const stored = createSignal();
  let lastError: string | null = null;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;

  const drain = () => {
    cancelRetry?.();
    cancelRetry = null;
    let written = 0;
    try {
      for (let call = waiting[0]; call !== undefined; call = waiting[0]) {
        try {
          log.record(call);
          written += 1;
        } catch (error) {
          if (!(error instanceof RejectedRow)) throw error;
          // The database would reject it every time.
          onError(error);
        }
        waiting.shift();
      }
    } catch (error) {
      onError(error);
      // An answer may come when nothing waits for it any more.
      if (!isClosed) cancelRetry = clock.after(retryMs, drain);
    }
    if (written > 0) stored.emit();
  };

  return {
    recorded,
    stored,
    lastError: () => lastError,
    record(call) {
      lastError = call.error;
      waiting.push(call);
      drain();
      if (waiting.length > maxUnlogged) waiting.shift();
      recorded.emit();
    },
    waiting: () => waiting.length,
    close() {
      isClosed = true;
      drain();
    },
  };
}

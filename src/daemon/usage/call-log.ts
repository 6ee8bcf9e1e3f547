import { type Clock, withinLimit } from '../../base/clock.ts';
import { createSignal, type Signal } from '../../base/signal.ts';
import type { ApiLog } from '../../recordings/usage.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';
import type { ApiCall } from '../../recordings/usage.ts';

/** Records calls in the order they were made, and keeps up to 10,000 in memory while the database takes no writes. */
export interface CallLog {
  /** @param reserved what the log has reserved for it, `null` for nothing */
  record(call: ApiCall, reserved?: number | null): void;
  /** A call was made. */
  readonly recorded: Pick<Signal, 'on'>;
  /** Calls have been written. */
  readonly stored: Pick<Signal, 'on'>;
  /** What the latest call failed with; `null` where it did not. */
  lastError(): string | null;
  /** Calls that are not in the log yet, one being written included. */
  waiting(): number;
  /** Resolves when no call waits any more, or the database has not taken one. */
  settled(): Promise<void>;
  /** Tries once more, for a limited time; what still waits then is given up. */
  close(): Promise<void>;
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
/** Real milliseconds that closing waits for calls that are being written. */
const drainMs = 3000;

/** A call that is not in the log yet. */
interface WaitingCall {
  call: ApiCall;
  reserved: number | null;
}

/** Records each call; while the database takes no writes, calls wait in memory. */
export function createCallLog({ log, clock, onError }: CallLogOptions): CallLog {
  const waiting: WaitingCall[] = [];
  const recorded = createSignal();
  const stored = createSignal();
  let lastError: string | null = null;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;
  let flight: Promise<void> | null = null;

  /** Whether it was written: one that the database would reject every time is left out. */
  const write = async ({ call, reserved }: WaitingCall): Promise<boolean> => {
    try {
      await (reserved === null ? log.record(call) : log.record(call, reserved));
      return true;
    } catch (error) {
      if (!(error instanceof RejectedRow)) throw error;
      onError(error);
      return false;
    }
  };
  const drainAll = async () => {
    let hasWritten = false;
    try {
      for (let call = waiting[0]; call !== undefined; call = waiting[0]) {
        hasWritten = (await write(call)) || hasWritten;
        waiting.shift();
      }
    } catch (error) {
      onError(error);
      // An answer may come when nothing waits for it any more.
      if (!isClosed) cancelRetry = clock.after(retryMs, () => void drain());
    }
    // In this very turn: the next call begins a flight of its own.
    flight = null;
    if (hasWritten) stored.emit();
  };
  /** One at a time, so that calls are logged in their order. It never fails. */
  const drain = async (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = null;
    if (waiting.length > 0) flight ??= drainAll();
    await flight;
  };

  return {
    recorded,
    stored,
    lastError: () => lastError,
    record(call, reserved = null) {
      lastError = call.error;
      waiting.push({ call, reserved });
      void drain();
      // The first one is being written.
      if (waiting.length > maxUnlogged) waiting.splice(1, 1);
      recorded.emit();
    },
    waiting: () => waiting.length,
    settled: async () => void (await flight),
    async close() {
      isClosed = true;
      await withinLimit(clock, drainMs, drain());
      // A try that had begun before may have failed with a retry to come.
      cancelRetry?.();
      cancelRetry = null;
    },
  };
}

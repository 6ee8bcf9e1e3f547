import type { Clock } from '../../base/clock.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import type { Recording } from '../../recordings/recording.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Usage } from '../../protocol/state.ts';
import type { ApiCall, LoggedUsage } from '../../recordings/usage.ts';
import type { EventBus } from '../event-bus.ts';
import type { CachedFetch } from '../../sources/polygon/cache.ts';
import { createCallLog } from './call-log.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import { failureOfLogged } from '../../sources/polygon/http/classify.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

export interface UsageRecorder {
  onCall(call: ApiCall): void;
  onRefusals(reasons: readonly string[]): void;
  /** An answer that did not come, or came and could not be used. */
  onFailure(error: unknown): void;
  current(): Usage;
  rejectedRows(): Usage['rejectedRows'];
  close(): void;
}

export interface UsageRecorderOptions {
  db: Recording;
  clock: Clock;
  bus: EventBus;
  budget: () => Budget;
  cached: () => CachedFetch;
  /** When the options of the day stop trading, and how many calls are to be made until then; `null` when there is none. */
  restOfDay: () => { until: number; calls: number } | null;
  onStored: () => void;
  onStoreError: (error: unknown) => void;
}

/** What the tallest screen has room for. */
const lastCalls = 40;
/** Reasons may quote what the API sent, so that there could be any number of different ones. */
const maxReasons = 50;

const nothingRead = {
  calls: 0,
  errors: 0,
  p50Ms: null,
  p95Ms: null,
  callsPerMinute: [],
  errorsPerMinute: [],
  medianMsPerMinute: [],
  endpoints: [],
  lastCalls: [],
  entries: 0,
  failures: [],
  lastSuccessAt: null,
  callsToday: 0,
};

type Failure = ReturnType<Recording['apiLog']['failures']>[number];
type Read = Pick<Usage, 'lastCalls' | 'lastSuccessAt' | 'callsToday'> &
  LoggedUsage & { entries: number; failures: Failure[] };

/** Every request becomes a row of `api_requests_log`; usage is read back from there, so that it survives restarts. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { db, clock, bus, budget, cached, restOfDay, onStored, onStoreError } = options;
  const refused = new Map<string, number>();
  let refusedRows = 0;
  let unreadable = 0;
  /** What the latest call failed with: a failure that is in the log already. */
  let loggedError: string | null = null;
  let cancelEvent: (() => void) | null = null;

  let lastRead: Read = nothingRead;
  /** A damaged database must not cost the picture: what was read last stands in. */
  const read = () => {
    try {
      lastRead = {
        ...db.apiLog.usage(clock.now()),
        lastCalls: db.apiLog.last(lastCalls, clock.now()),
        entries: db.cache.count(),
        failures: db.apiLog.failures(clock.now()),
        lastSuccessAt: db.apiLog.lastSuccessAt(clock.now()),
        callsToday: db.apiLog.count(newYorkInstant(newYorkDate(clock.now()), '00:00'), clock.now()),
      };
    } catch (error) {
      onStoreError(error);
    }
    return lastRead;
  };

  const rejectedRows = (): Usage['rejectedRows'] => ({
    count: refusedRows,
    reasons: [...refused]
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 5),
  });
  const current = (): Usage => {
    const { entries, failures, ...logged } = read();
    const rest = restOfDay();
    const state = budget().state();
    return {
      budget: state,
      ...logged,
      cache: { entries, ...cached().counts() },
      errorsByKind: errorsByKind(failures, unreadable),
      projectedCalls: rest?.calls ?? null,
      allowedCalls: rest && Math.floor((state.callsPerMinute * (rest.until - clock.now())) / 60_000),
      rejectedRows: rejectedRows(),
    };
  };
  const tell = () => {
    // In the next turn: what several parts of one answer change is one event.
    cancelEvent ??= clock.after(0, () => {
      cancelEvent = null;
      bus.emit('usage', current());
    });
  };
  const log = createCallLog({
    ...{ log: db.apiLog, clock, onError: onStoreError },
    onStored() {
      onStored();
      tell();
    },
  });
  return {
    current,
    rejectedRows,
    onCall(call) {
      loggedError = call.error;
      log.record(call);
      tell();
    },
    onFailure(error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'malformed') return;
      if (error.message === loggedError) return;
      unreadable += 1;
      tell();
    },
    onRefusals(reasons) {
      if (reasons.length === 0) return;
      refusedRows += reasons.length;
      for (const text of reasons) {
        const reason = sanitizeText(text, 80);
        const key = refused.has(reason) || refused.size < maxReasons ? reason : 'other reasons';
        refused.set(key, (refused.get(key) ?? 0) + 1);
      }
      tell();
    },
    close() {
      log.close();
      cancelEvent?.();
      cancelEvent = null;
    },
  };
}

function errorsByKind(failures: readonly Failure[], unreadable: number): Usage['errorsByKind'] {
  const kinds = new Map<string, number>();
  for (const failure of failures) {
    const kind = failureOfLogged(failure);
    kinds.set(kind, (kinds.get(kind) ?? 0) + failure.count);
  }
  if (unreadable > 0) kinds.set('unreadable', unreadable);
  return [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}

import type { Clock } from '../../base/clock.ts';
import type { Recording } from '../../recordings/recording.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Usage } from '../../protocol/state.ts';
import type { LoggedUsage } from '../../recordings/usage.ts';
import type { EventBus } from '../event-bus.ts';
import type { CachedFetch } from '../../sources/polygon/cache.ts';
import type { AnswerProblems } from './answer-problems.ts';
import type { CallLog } from './call-log.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import { failureOfLogged } from '../../sources/polygon/http/classify.ts';

/** API usage as it is shown: what the log of calls knows, the budget, the cache, and answers that could not be used. */
export interface UsageRecorder {
  onRejections: AnswerProblems['onRejections'];
  onFailure: AnswerProblems['onFailure'];
  current(): Usage;
  rejectedRows: AnswerProblems['rejectedRows'];
  close(): void;
}

/** What usage is counted from, and where it is emitted. */
export interface UsageRecorderOptions {
  db: Recording;
  clock: Clock;
  bus: EventBus;
  calls: CallLog;
  answers: AnswerProblems;
  budget: Budget;
  cached: CachedFetch;
  /** When the options of the day stop trading, and how many calls are to be made until then; `null` when there is none. */
  restOfDay: () => { until: number; calls: number } | null;
  onStoreError: (error: unknown) => void;
}

/** What the tallest screen has room for. */
const lastCalls = 40;

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
  failures: [],
  lastSuccessAt: null,
  callsToday: 0,
};

type Failure = ReturnType<Recording['apiLog']['failures']>[number];
type Read = Pick<Usage, 'lastCalls' | 'lastSuccessAt' | 'callsToday'> & LoggedUsage & { failures: Failure[] };

/** Every request becomes a row of `api_requests_log`; usage is read back from there, so that it survives restarts. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { db, clock, bus, calls, answers, budget, cached, restOfDay, onStoreError } = options;
  let cancelEvent: (() => void) | null = null;
  let isClosed = false;

  let lastRead: Read = nothingRead;
  /** A damaged database must not cost the picture: what was read last stands in. */
  const read = () => {
    try {
      lastRead = {
        ...db.apiLog.usage(clock.now()),
        lastCalls: db.apiLog.last(lastCalls, clock.now()),
        failures: db.apiLog.failures(clock.now()),
        lastSuccessAt: db.apiLog.lastSuccessAt(clock.now()),
        callsToday: db.apiLog.count(newYorkInstant(newYorkDate(clock.now()), '00:00'), clock.now()),
      };
    } catch (error) {
      onStoreError(error);
    }
    return lastRead;
  };

  const entries = countEntries(db.cache, onStoreError);
  const current = (): Usage => {
    const { failures, ...logged } = read();
    const rest = restOfDay();
    const state = budget.state();
    return {
      budget: state,
      ...logged,
      cache: { entries: entries.latest(), ...cached.counts() },
      errorsByKind: errorsByKind(failures, answers.unreadable()),
      projectedCalls: rest?.calls ?? null,
      allowedCalls: rest && Math.floor((state.callsPerMinute * (rest.until - clock.now())) / 60_000),
      rejectedRows: answers.rejectedRows(),
    };
  };
  const notify = () => {
    // In the next turn: what several parts of one answer change is one event.
    cancelEvent ??= clock.after(0, async () => {
      cancelEvent = null;
      await entries.refresh();
      if (!isClosed) bus.emit('usage', current());
    });
  };
  const ends = [calls.recorded.on(notify), calls.stored.on(notify), answers.changed.on(notify)];
  return {
    current,
    rejectedRows: answers.rejectedRows,
    onFailure: answers.onFailure,
    onRejections: answers.onRejections,
    close() {
      isClosed = true;
      calls.close();
      for (const end of ends) end();
      cancelEvent?.();
      cancelEvent = null;
    },
  };
}

/** How many answers the cache holds, as counted last; at once when it is made. */
function countEntries(cache: Pick<Recording['cache'], 'count'>, onStoreError: (error: unknown) => void) {
  let latest = 0;
  const refresh = async () => {
    try {
      latest = await cache.count();
    } catch (error) {
      onStoreError(error);
    }
  };
  void refresh();
  return { latest: () => latest, refresh };
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

import type { Clock } from '../../base/clock.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { PlannedPoll } from '../../protocol/recorded.ts';
import type { Usage } from '../../protocol/state.ts';
import type { EventBus } from '../event-bus.ts';
import type { CachedFetch } from '../../sources/polygon/cache.ts';
import type { AnswerProblems } from './answer-problems.ts';
import type { CallLog } from './call-log.ts';
import type { RecentCalls } from './recent-calls.ts';
import { type Failure, failuresOf, usageOfHour } from './usage-of-hour.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import { failureOfLogged } from '../../sources/polygon/http/classify.ts';

/** API usage as it is shown: what the calls of the last hour say, the budget, the cache, and answers that could not be used. */
export interface UsageRecorder {
  onRejections: AnswerProblems['onRejections'];
  onFailure: AnswerProblems['onFailure'];
  current(): Usage;
  rejectedRows: AnswerProblems['rejectedRows'];
  /** Lets calls that are being logged end, for a limited time. */
  close(): Promise<void>;
}

/** What usage is counted from, and where it is emitted. */
export interface UsageRecorderOptions {
  cache: Pick<Recording['cache'], 'count'>;
  clock: Clock;
  bus: EventBus;
  calls: CallLog;
  recent: RecentCalls;
  answers: AnswerProblems;
  budget: Budget;
  cached: CachedFetch;
  /** When the options of the day stop trading, and how many calls are to be made until then; `null` when there is none. */
  restOfDay: () => { until: number; calls: number } | null;
  /** How the recorded jobs fit into the budget; `null` where there is nothing to say. */
  plan: () => { plan: PlannedPoll[] } | null;
  onStoreError: (error: unknown) => void;
}

/** Counts usage from the calls in memory, which go on from those that earlier runs logged. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { cache, clock, bus, calls, recent, answers, budget, cached, restOfDay, onStoreError } = options;
  let cancelEvent: (() => void) | null = null;
  let isClosed = false;

  const entries = countEntries(cache, onStoreError);
  const current = (): Usage => {
    const now = clock.now();
    const hour = recent.lastHour(now);
    const rest = restOfDay();
    const state = budget.state();
    return {
      budget: state,
      ...usageOfHour(hour, now),
      lastCalls: recent.latest(now),
      lastSuccessAt: recent.lastSuccessAt(),
      callsToday: recent.today(now),
      cache: { entries: entries.latest(), ...cached.counts() },
      errorsByKind: errorsByKind(failuresOf(hour), answers.unreadable()),
      projectedCalls: rest?.calls ?? null,
      allowedCalls: rest && Math.floor((state.callsPerMinute * (rest.until - now)) / 60_000),
      rejectedRows: answers.rejectedRows(),
      ...options.plan(),
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
  const ends = [calls.recorded.on(notify), answers.changed.on(notify)];
  return {
    current,
    rejectedRows: answers.rejectedRows,
    onFailure: answers.onFailure,
    onRejections: answers.onRejections,
    async close() {
      isClosed = true;
      for (const end of ends) end();
      cancelEvent?.();
      cancelEvent = null;
      await calls.close();
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

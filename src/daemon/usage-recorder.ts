import type { Clock } from '../base/clock.ts';
import { sanitizeText } from '../base/sanitize.ts';
import type { Database } from '../db/open-database.ts';
import type { ApiCall, Usage } from '../protocol/state.ts';
import type { Bus } from './bus.ts';
import type { CachedFetch } from './cached.ts';
import type { Budget } from './upstream/budget.ts';

export interface UsageRecorder {
  onCall(call: ApiCall): void;
  onRefusals(reasons: readonly string[]): void;
  current(): Usage;
  close(): void;
}

export interface UsageRecorderOptions {
  db: Database;
  clock: Clock;
  bus: Bus;
  budget: () => Budget;
  cached: CachedFetch;
  onStoreError: (error: unknown) => void;
}

/** Answers of a chain's pages come within milliseconds of each other; one event tells of them all. */
const settleMs = 250;
/** What the tallest screen has room for. */
const lastCalls = 40;
/** Reasons may quote what the API sent, so that there could be any number of different ones. */
const mostReasons = 50;

/** Every request becomes a row of `api_requests_log`; usage is read back from there, so that it survives restarts. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { db, clock, bus, budget, cached, onStoreError } = options;
  const refused = new Map<string, number>();
  let refusedRows = 0;
  let cancelEvent: (() => void) | null = null;

  const current = (): Usage => {
    const now = clock.now();
    return {
      budget: budget().state(),
      ...db.apiLog.usage(now),
      lastCalls: db.apiLog.last(lastCalls),
      cache: { entries: db.cache.count(), ...cached.counts() },
      rejectedRows: {
        count: refusedRows,
        reasons: [...refused]
          .map(([reason, count]) => ({ reason, count }))
          .sort((a, b) => b.count - a.count)
          .slice(0, 5),
      },
    };
  };
  const tell = () => {
    cancelEvent ??= clock.after(settleMs, () => {
      cancelEvent = null;
      bus.emit('usage', current());
    });
  };
  return {
    current,
    onCall(call) {
      try {
        db.apiLog.record(call);
      } catch (error) {
        onStoreError(error);
      }
      tell();
    },
    onRefusals(reasons) {
      if (reasons.length === 0) return;
      refusedRows += reasons.length;
      for (const text of reasons) {
        const reason = sanitizeText(text, 80);
        const key = refused.has(reason) || refused.size < mostReasons ? reason : 'other reasons';
        refused.set(key, (refused.get(key) ?? 0) + 1);
      }
      tell();
    },
    close() {
      cancelEvent?.();
    },
  };
}

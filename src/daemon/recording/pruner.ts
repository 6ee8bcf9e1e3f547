import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Recording } from '../../recordings/recording.ts';
import { type RetentionDays, retentionCutoffs } from './retention-cutoffs.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { EventBus } from '../event-bus.ts';

/** Deletes what is older than the settings keep it. */
export interface Pruner {
  /** What would go if it ran now, or what would have gone at an earlier instant and is still there. */
  plan(at?: number): Promise<PruneReport>;
  /** Removes it and tells everybody; a second call joins the run in flight. */
  prune(signal: AbortSignal): Promise<PruneReport>;
}

/** @returns a pruner that emits `prune` after each run */
export function createPruner(
  db: Pick<Recording, 'retention'>,
  clock: Clock,
  settings: Settings,
  bus: EventBus,
): Pruner {
  // Read anew each time: the settings may have been reloaded.
  const days = (): RetentionDays => ({
    spyQuotes: settings.keepQuotesDays,
    optionContracts: settings.keepChainsDays,
    apiRequestsLog: settings.keepApiLogDays,
  });
  const plan = (at = clock.now()) => db.retention.plan(retentionCutoffs(at, days()), at);
  const run = async (signal: AbortSignal): Promise<PruneReport> => {
    const report = await db.retention.execute(await plan(), { signal });
    bus.emit('prune', report);
    return report;
  };
  let flight: Promise<PruneReport> | null = null;
  return {
    plan,
    prune(signal) {
      flight ??= run(signal).finally(() => {
        flight = null;
      });
      return flight;
    },
  };
}

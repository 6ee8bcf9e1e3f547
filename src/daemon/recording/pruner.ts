import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { EventBus } from '../event-bus.ts';
import { type RetentionDays, retentionCutoffs } from './retention-cutoffs.ts';

/** What may go beyond what the archive holds. */
export interface PruneChoice {
  /** Everything past its retention, archived or not; it is the user's word. Default: only where archiving is off. */
  notArchived?: boolean;
}

/** Deletes what is older than the settings keep it. */
export interface Pruner {
  /** What would go if it ran now, or what would have gone at an earlier instant and is still there. */
  plan(choice?: PruneChoice & { at?: number }): Promise<PruneReport>;
  /** Removes it and tells everybody; a second call joins the run in flight, unless it may take more than that. */
  prune(signal: AbortSignal, choice?: PruneChoice): Promise<PruneReport>;
}

/** The archive, which has what goes. */
export interface PrunedArchive {
  /** Keeps the archive from reading what goes; without it nobody does. */
  exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Looks whether its files are there, before anything goes that they hold. @throws SpyglassError `archive_unavailable` */
  look?: (() => Promise<void>) | undefined;
}

/**
 * @returns a pruner that emits `prune` after each run
 */
export function createPruner(
  db: Pick<Recording, 'retention'>,
  clock: Clock,
  settings: Settings,
  bus: EventBus,
  { exclusively = (work) => work(), look }: PrunedArchive = {},
): Pruner {
  // Read anew each time: the settings may have been reloaded.
  const days = (): RetentionDays => ({
    spyQuotes: settings.keepQuotesDays,
    optionContracts: settings.keepChainsDays,
    apiRequestsLog: settings.keepApiLogDays,
  });
  const plan: Pruner['plan'] = ({ notArchived = false, at = clock.now() } = {}) =>
    db.retention.plan(retentionCutoffs(at, days()), at, {
      onlyArchived: settings.archiveEnabled && !notArchived,
    });
  const run = async (signal: AbortSignal, notArchived: boolean): Promise<PruneReport> => {
    if (settings.archiveEnabled && !notArchived) await look?.();
    const report = await exclusively(async () =>
      db.retention.execute(await plan({ notArchived }), { signal }),
    );
    bus.emit('prune', report);
    return report;
  };
  let flight: { notArchived: boolean; report: Promise<PruneReport> } | null = null;
  const prune: Pruner['prune'] = async (signal, { notArchived = false } = {}) => {
    if (flight && (flight.notArchived || !notArchived)) return flight.report;
    const before = flight?.report;
    const own = {
      notArchived,
      report: Promise.allSettled([before]).then(() => run(signal, notArchived)),
    };
    flight = own;
    try {
      return await own.report;
    } finally {
      if (flight === own) flight = null;
    }
  };
  return { plan, prune };
}

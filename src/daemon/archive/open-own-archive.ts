import { systemClock, virtualClock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { openStoreAsOwner } from '../../db/open-store.ts';
import { modelVersion } from '../../market/pricing/model-version.ts';
import type { StorePlace } from '../../recordings/shared/store-place.ts';
import { createEventBus, type EventBus } from '../event-bus.ts';
import { createHealthTracker } from '../health.ts';
import { lastRunTime } from '../history/last-run-time.ts';
import { createArchiveWorker } from './archive-worker.ts';
import { type Archiver, createArchiver } from './archiver.ts';

/** Whose sessions are archived without a daemon, and where. */
export interface OpenOwnArchiveOptions extends StorePlace {
  archiveDir: string;
  mode: 'live' | 'demo';
  settings: Settings;
  pid: number;
  appVersion: string;
}

/** An archiver that works in this thread. */
export interface OwnArchive {
  archiver: Archiver;
  /** Says how far it is, as the event `archive` does. */
  bus: Pick<EventBus, 'on'>;
  close(): Promise<void>;
}

/**
 * What archiving needs of a daemon, where none runs: the database, of which this becomes the owner. It is the time of the
 * recording: a simulated market has a clock of its own.
 * @throws SpyglassError `database_*`, `data_dir`
 */
export async function openOwnArchive(options: OpenOwnArchiveOptions): Promise<OwnArchive> {
  const { archiveDir, mode, settings, pid, appVersion } = options;
  const machine = systemClock();
  const db = await openStoreAsOwner(options, { clock: machine, pid });
  try {
    const clock = virtualClock(await lastRunTime(db, settings.symbol, machine.now()));
    const bus = createEventBus();
    const source = mode === 'demo' ? ('simulator' as const) : ('polygon' as const);
    const archiver = createArchiver({
      ...{ db, clock, settings, bus, directory: archiveDir },
      // Its plan is learnt from answers, and nobody asks the API here.
      facts: () => ({ mode, source, plan: null, modelVersion, appVersion }),
      worker: createArchiveWorker(db.sessions, clock),
      health: createHealthTracker(clock, bus),
      log: { info: () => {}, warn: () => {} },
    });
    return { archiver, bus, close: () => db.close() };
  } catch (error) {
    await db.close();
    throw error;
  }
}

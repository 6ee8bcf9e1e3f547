import { modelVersion } from '../../market/pricing/model-version.ts';
import { archivePlaceOf } from '../archive-place.ts';
import type { DaemonCore } from '../core.ts';
import type { Vendor } from '../vendor.ts';
import { type Archiver, createArchiver } from './archiver.ts';
import { createIdleWorker } from './idle-worker.ts';
import { openArchiveThread } from './thread/open-archive-thread.ts';

/** The daemon's archiver, with a thread of its own where nothing else was given. */
export function openArchiver(core: DaemonCore, { budget }: Pick<Vendor, 'budget'>): Archiver {
  const { deps, db, clock, settings, source, bus, health, log, lifecycle } = core;
  const { mode, directory } = archivePlaceOf(deps, db.path);
  const open = deps.openArchiveWorker ?? ((data) => openArchiveThread(data, clock));
  const archiver = createArchiver({
    ...{ db, clock, settings, bus, health, log },
    directory,
    facts: () => ({
      ...{ mode, source: source === 'unknown' ? 'polygon' : source, modelVersion },
      // Its name is nowhere said; what it allows is learnt from answers.
      plan: `${budget.state().callsPerMinute} calls a minute`,
      appVersion: deps.appVersion,
    }),
    worker: createIdleWorker(() => open({ databasePath: db.path, storeUrl: deps.storeUrl ?? null }), clock),
  });
  // Runs under way are given some seconds, in which no session may end.
  lifecycle.signal.addEventListener('abort', archiver.interrupt, { once: true });
  lifecycle.add('archiver', archiver.close);
  return archiver;
}

import type { SessionFacts } from '../../archive/session-facts.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { ArchiveState } from '../../protocol/archive.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { SessionRows } from '../../recordings/session-rows.ts';
import type { EventBus } from '../event-bus.ts';
import type { HealthTracker } from '../health.ts';
import { type ArchiveMemory, emptyMemory, problemOf, stateOf } from './archive-memory.ts';
import type { ArchiveWorker } from './archive-worker.ts';

/** The recording, the settings, and who is notified. */
export interface ArchiverOptions {
  db: { readonly sessions: SessionRows; readonly archivedSessions: ArchivedSessionStore };
  clock: Clock;
  /** Read anew each time: they may be reloaded. */
  settings: Pick<Settings, 'archiveEnabled' | 'archiveKeep'>;
  /** The archive's: an absolute path. */
  directory: string;
  /** What each file says of where it is from. */
  facts: () => SessionFacts;
  worker: ArchiveWorker;
  bus: Pick<EventBus, 'emit'>;
  health: HealthTracker;
  log: Pick<Logger, 'info' | 'warn'>;
}

/** What the parts of an archiver work with. */
export interface ArchiverContext extends ArchiverOptions {
  memory: ArchiveMemory;
  state(): ArchiveState;
  /** Tells health and clients what has changed. */
  show(): void;
  /** Reads anew which sessions are archived. */
  refresh(): Promise<void>;
}

export function createArchiverContext(options: ArchiverOptions): ArchiverContext {
  const { db, settings, bus, health } = options;
  const memory = emptyMemory();
  const state = () =>
    stateOf(memory, {
      isEnabled: settings.archiveEnabled,
      directory: options.directory,
      problem: health.current().problems.find(({ subject }) => subject === 'archive') ?? null,
    });
  let shown = '';
  return {
    ...options,
    memory,
    state,
    show() {
      const problem = settings.archiveEnabled ? problemOf(memory) : null;
      if (problem) health.raise('archive', problem);
      else health.clear('archive');
      const next = state();
      const text = JSON.stringify(next);
      if (text === shown) return;
      shown = text;
      bus.emit('archive', next);
    },
    async refresh() {
      memory.archived = await db.archivedSessions.all();
    },
  };
}

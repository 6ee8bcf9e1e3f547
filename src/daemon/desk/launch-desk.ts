import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import { whatMixes } from '../../config/instance.ts';
import { openReaderThread } from '../playback/thread/open-reader-thread.ts';
import { daemonDeps, type LaunchLog, type LaunchOptions } from '../process/launch-options.ts';
import type { Daemon } from '../running.ts';
import { openSharedStore } from './open-shared-store.ts';
import { runDesk } from './roles/run-desk.ts';

/** Where requests go, and the store that is shared. */
export interface LaunchDeskOptions {
  storeUrl: string;
  baseUrl: string;
  apiKey: string;
  clock: Clock;
}

/**
 * Starts a daemon of a desk: the recorder of its store, or one that follows it.
 * @param signal aborts a start that is still under way
 * @throws SpyglassError what `openSharedStore` and `runDesk` throw
 */
export async function launchDesk(
  options: LaunchOptions,
  log: LaunchLog,
  { storeUrl, baseUrl, apiKey, clock }: LaunchDeskOptions,
  signal?: AbortSignal,
): Promise<Daemon> {
  const { takesOver: _, epoch: __, ...deps } = daemonDeps(options, log, clock, signal);
  const { settings, archiveDir, pid } = deps;
  const isTest = whatMixes('live', options.clock !== null, baseUrl) !== null;
  const store = await openSharedStore(storeUrl, clock, isTest ? 'test' : 'live');
  return await runDesk({
    ...{ ...deps, baseUrl, apiKey, store, isVirtualClock: options.clock !== null },
    name: `${hostname()} (${pid})`,
    leaseMs: settings.storeLeaseSeconds * 1000,
    newEpoch: randomUUID,
    openPastReader: (symbols) =>
      openReaderThread({
        ...{ databasePath: store.name, storeUrl, archive: { mode: 'live', directory: archiveDir } },
        settings: symbols
          ? { ...settings, symbol: symbols[0]!, recordSymbols: [...symbols] }
          : { ...settings },
      }),
  });
}

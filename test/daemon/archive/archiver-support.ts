import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { type ArchiveFiles, diskFiles } from '../../../src/archive/files/archive-files.ts';
import { type Archiver, createArchiver } from '../../../src/daemon/archive/archiver.ts';
import { createArchiveWorker } from '../../../src/daemon/archive/archive-worker.ts';
import { createEventBus, type EventBus } from '../../../src/daemon/event-bus.ts';
import { createHealthTracker, type HealthTracker } from '../../../src/daemon/health.ts';
import { addDays, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Problem } from '../../../src/protocol/state.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { aChain, anAlert, aQuote, newDatabase } from '../../db/fixtures.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

/** A Wednesday evening on which the trade date is over, and the two before it. */
export const evening = newYorkInstant('2026-11-25', '20:05');
export const dates = ['2026-11-23', '2026-11-24', '2026-11-25'] as const;

export interface OpenArchiver {
  archiver: Archiver;
  db: Recording;
  clock: ManualClock;
  directory: string;
  health: HealthTracker;
  bus: EventBus;
  settings: { archiveEnabled: boolean; archiveKeep: 'forever' | number };
  /** What health says of the archive; `null` where it says nothing. */
  problem(): Problem | null;
  /** Looks, and does all that there is to do. Returns what came of each. */
  work(): Promise<string[]>;
  /** Another archiver on the same recording, as after a start, on these files. */
  again(files?: ArchiveFiles): OpenArchiver;
}

/** A poll, a quote and an alert of a symbol at noon. */
export async function recordSession(db: Recording, date: string, symbol = 'SPY'): Promise<void> {
  const at = newYorkInstant(date, '12:00');
  const chain = aChain({
    underlying: symbol,
    expiration: date,
    timestamp: at,
    slotAt: at,
    source: 'simulator',
  });
  const contracts = chain.contracts.map((contract) => ({
    ...contract,
    symbol: contract.symbol
      .replace('SPY', symbol)
      .replace(/\d{6}(?=[CP])/, date.slice(2).replaceAll('-', '')),
  }));
  await db.chains.record({ ...chain, contracts }, () => null);
  await db.quotes.record(
    aQuote({
      symbol,
      timestamp: at - 500,
      receivedAt: at,
      slotAt: at,
      quotedAt: at - 500,
      source: 'simulator',
    }),
  );
  await db.alerts.record(anAlert({ symbol, at }));
}

/** An archiver of a recording of three sessions, with a worker in this thread. */
export async function openTestArchiver(
  t: ExecutionContext,
  { files = diskFiles, recorded = dates }: { files?: ArchiveFiles; recorded?: readonly string[] } = {},
): Promise<OpenArchiver> {
  const clock = manualClock(evening);
  const { db, path: file } = await newDatabase(t, clock);
  for (const date of recorded) await recordSession(db, date);
  const directory = path.join(path.dirname(file), 'archive');
  return archiverOf({ db, clock, directory }, files);
}

function archiverOf(
  given: Pick<OpenArchiver, 'db' | 'clock' | 'directory'>,
  files: ArchiveFiles,
): OpenArchiver {
  const { db, clock, directory } = given;
  const bus = createEventBus();
  const health = createHealthTracker(clock, bus);
  const settings: OpenArchiver['settings'] = { archiveEnabled: true, archiveKeep: 'forever' };
  const archiver = createArchiver({
    ...{ db, clock, directory, health, bus, settings },
    facts: () => ({ mode: 'live', source: 'simulator', plan: null, modelVersion: 3, appVersion: '0.0.0' }),
    worker: createArchiveWorker(db.sessions, clock, files),
    log: { info: () => {}, warn: () => {} },
  });
  return {
    ...{ archiver, ...given, health, bus, settings },
    problem: () => health.current().problems.find(({ subject }) => subject === 'archive') ?? null,
    async work() {
      const done: string[] = [];
      await archiver.look();
      while (archiver.left() > 0) done.push(await archiver.step(run()));
      return done;
    },
    again: (others = diskFiles) => archiverOf(given, others),
  };
}

/** A run that nobody stops. */
export const run = () => ({ signal: new AbortController().signal, onProgress: () => {} });

/** The folder of SPY's session. */
export const folderOf = (directory: string, date: string) =>
  path.join(directory, 'underlying=SPY', `date=${date}`);

export const dayAfter = (date: string, days: number) => newYorkInstant(addDays(date, days), '20:05');

import { statSync } from 'node:fs';
import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { Maintenance } from '../../recordings/maintenance.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { DatabaseStatus } from '../../recordings/status.ts';
import { sessionFile, sessionFileNames, sessionPath } from '../archive-paths.ts';
import { isArchiveError } from '../is-archive-error.ts';
import { listSessions } from '../list/list-sessions.ts';
import { openSession } from '../open/open-session.ts';
import type { ArchiveMode } from '../session-facts.ts';
import { verifySession } from '../verify/verify-session.ts';
import type { ArchivedDates } from './archived-dates.ts';
import { createArchivedChains } from './chains/archived-chains.ts';
import { createArchivedPollRows } from './chains/archived-poll-rows.ts';
import { createPollSummaries } from './chains/poll-summaries.ts';
import { createSessionParts } from './parts/session-parts.ts';
import { createArchivedAlerts } from './stores/archived-alerts.ts';
import { createArchivedGaps } from './stores/archived-gaps.ts';
import { createArchivedLevels } from './stores/archived-levels.ts';
import { createArchivedQuotes } from './stores/archived-quotes.ts';
import { createArchivedSessionRows } from './stores/archived-session-rows.ts';

/** An archive to read. */
export interface OpenArchiveOptions {
  directory: string;
  /** Files of the other mode are refused; by default the mode is that of the newest session. */
  mode?: ArchiveMode;
  /** Memory of what is kept of it. */
  maxBytes?: number;
}

/** An archive that is read without a database. Its `path` is the archive's directory. */
export interface ArchiveRecording extends RecordingReader {
  readonly mode: ArchiveMode;
  /** What is there and should not be, or is missing: each a sentence that names it. */
  readonly problems: readonly string[];
}

/**
 * Opens an archive for reading, without a database: the sessions that lie in it now. What no file holds is empty: bars, answers of
 * the vendor and its calls, what the exchange has said, and levels that were computed again. Nothing is written.
 *
 * Throws `SpyglassError`: `archive_unavailable` where the directory cannot be read, `archive_damaged`, and `no_data`
 * where there is no session in it. A read throws the first two where it needs a session that cannot be read.
 */
export async function openArchive(options: OpenArchiveOptions): Promise<ArchiveRecording> {
  const directory = path.resolve(options.directory);
  const { sessions, problems } = await listSessions(directory);
  const mode = options.mode ?? (await modeOf(directory, sessions));
  const dates = datesOfSessions(sessions);
  const parts = createSessionParts({ directory, mode, maxBytes: options.maxBytes });
  const source = { parts, dates };
  return {
    ...{ path: directory, mode, problems },
    quotes: createArchivedQuotes(source),
    chains: createArchivedChains({ ...source, summaries: createPollSummaries(parts, parts.levels) }),
    pollRows: createArchivedPollRows(source),
    levels: createArchivedLevels(source),
    gaps: createArchivedGaps(source),
    alerts: createArchivedAlerts(source),
    sessions: createArchivedSessionRows(source),
    ...nothing,
    maintenance: maintenanceOf(directory, sessions, mode),
    status: () => statusOf(directory, sessions),
    close: async () => parts.clear(),
  };
}

/** Ports of which an archive holds nothing. */
const nothing: Pick<
  RecordingReader,
  'bars' | 'cache' | 'apiLog' | 'exchangeDays' | 'recomputedLevels' | 'rebuilt' | 'archivedSessions'
> = {
  bars: {
    range: async () => [],
    received: async () => [],
    at: async () => [],
    dates: async () => [],
    lastStart: async () => null,
  },
  cache: { get: async () => null, count: async () => 0 },
  apiLog: { since: async () => [], last: async () => [] },
  exchangeDays: { all: async () => [] },
  recomputedLevels: { at: async () => null },
  rebuilt: {
    day: async () => null,
    days: async () => [],
    keys: async () => [],
    contracts: async () => [],
    minutes: async () => [],
    chain: async () => null,
    greeks: async () => [],
    levels: async () => [],
    bars: async () => [],
    spots: async () => [],
  },
  archivedSessions: { of: async () => null, all: async () => [], version: async () => 0 },
};

/** By the newest session that can be read: whoever reads one that cannot is told so then. */
async function modeOf(directory: string, sessions: readonly SessionKey[]): Promise<ArchiveMode> {
  let failure: SpyglassError | null = null;
  for (const key of sessions.toReversed()) {
    try {
      const files = await openSession(directory, key);
      await files.close();
      return files.facts.mode;
    } catch (error) {
      if (!isArchiveError(error)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  throw new SpyglassError('no_data', `No session is archived in ${directory}.`, {
    hint: 'Name the directory that holds the folders underlying=…, such as `archive` beside the database.',
  });
}

function datesOfSessions(sessions: readonly SessionKey[]): ArchivedDates {
  const bySymbol = Map.groupBy(sessions, ({ underlying }) => underlying);
  const dates = new Map([...bySymbol].map(([symbol, own]) => [symbol, own.map(({ date }) => date).sort()]));
  const underlyings = [...dates.keys()].sort();
  return {
    underlyings: async () => underlyings,
    of: async (underlying) => dates.get(underlying) ?? [],
  };
}

/** Its schema is that of the files; how many rows they hold is not counted. */
async function statusOf(directory: string, sessions: readonly SessionKey[]): Promise<DatabaseStatus> {
  return {
    path: directory,
    bytes: bytesOf(directory, sessions),
    schemaVersion: schemaText,
    tables: [],
  };
}

const schemaText = 'archive';

/** A file that is missing takes none: whoever reads it says so. */
function bytesOf(directory: string, sessions: readonly SessionKey[]): number {
  let bytes = 0;
  for (const key of sessions) {
    for (const name of sessionFileNames) {
      const file = path.join(directory, sessionPath(key), sessionFile(name));
      bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return bytes;
}

function maintenanceOf(directory: string, sessions: readonly SessionKey[], mode: ArchiveMode): Maintenance {
  return {
    async check() {
      const problems: string[] = [];
      for (const key of sessions) {
        await verifySession(directory, key, { mode }).catch((error: unknown) => {
          if (!(error instanceof SpyglassError)) throw error;
          problems.push(error.message);
        });
      }
      return {
        isOk: problems.length === 0,
        problems,
        ...{ schemaVersion: schemaText, newestSchemaVersion: schemaText, journalMode: 'none' },
        bytes: bytesOf(directory, sessions),
        freeBytes: 0,
      };
    },
    async backup() {
      throw new SpyglassError('usage', `${directory} is an archive: its files are copied as they are.`);
    },
  };
}

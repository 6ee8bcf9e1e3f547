import { SpyglassError } from '../../base/errors.ts';
import type { RowBatch } from '../../export/columns/column.ts';
import type { ExportRequest } from '../../export/export-request.ts';
import type { ExportReader, ExportSources } from '../../export/sources/export-sources.ts';
import { firstInstant, lastInstant } from '../../market/calendar/instants.ts';
import type { ExportChunk, OpenedExport } from '../../protocol/methods/export-methods.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { ArchivePlace } from '../playback/past-recording.ts';

/** What a client asks for, its symbol named. */
export type ExportOpening = MethodParams<'export.open'> & { symbol: string };

/** An `ExportChunk` as JSON, and whether it is the last one. */
export interface ReadChunk {
  json: string;
  isEnd: boolean;
}

/** Exports that are read a chunk at a time, each under a number; see `PastReader`. */
export interface OpenExports {
  open(id: number, request: ExportOpening, now: number): Promise<OpenedExport>;
  read(id: number): Promise<ReadChunk>;
  close(id: number): Promise<void>;
  closeAll(): Promise<void>;
}

/** As much as an answer has of rows at most, but for the batch that goes beyond it: characters of JSON, and polls. */
const chunkLength = 1 << 18;
const chunkBatches = 64;

const refused = async () => {
  throw new SpyglassError('not_running', 'Recordings are only played here: nothing is exported.');
};

/** Of a server that only plays. */
export const noExports: OpenExports = {
  ...{ open: refused, read: refused },
  close: async () => {},
  closeAll: async () => {},
};

interface Open {
  batches: AsyncGenerator<RowBatch>;
  session: ExportChunk['session'];
  skipped: string[];
}

/**
 * Exports of a recording, each held where its client has come to. Between two chunks no statement of the database is under way, so
 * that its log can be copied; of an archive the session at hand is kept.
 */
export function createOpenExports(
  db: ExportReader & Pick<RecordingReader, 'levels'>,
  archive: ArchivePlace,
): OpenExports {
  const exports = new Map<number, Open>();
  const sources: ExportSources = {
    db,
    async openArchived(key) {
      const { openSession } = await import('../../archive/open/open-session.ts');
      return await openSession(archive.directory, key, { mode: archive.mode });
    },
  };
  const close = async (id: number) => {
    const open = exports.get(id);
    exports.delete(id);
    await open?.batches.return(undefined);
  };
  return {
    async open(id, opening, now) {
      const [{ exportBatches }, { columnsOf }] = await Promise.all([
        import('../../export/export-batches.ts'),
        import('../../export/columns/export-columns.ts'),
      ]);
      const newest = (await db.levels.at(opening.symbol, lastInstant))?.timestamp ?? 0;
      const request = requestOf(opening, Math.max(now, newest));
      const open: Omit<Open, 'batches'> = { session: null, skipped: [] };
      const batches = exportBatches(sources, request, {
        onSession({ date }, done, sessions) {
          open.session = { date, done, sessions };
        },
        ...(opening.skipUnreadable && { onUnreadable: (_, { message }) => void open.skipped.push(message) }),
      });
      exports.set(id, Object.assign(open, { batches }));
      const columns = columnsOf(request).map(({ name, kind }) => ({ name, kind }));
      return { symbol: request.symbol, columns };
    },
    async read(id) {
      const open = exports.get(id);
      if (!open) throw new SpyglassError('not_running', 'This export is no longer under way.');
      try {
        return await nextChunk(open);
      } catch (error) {
        await close(id);
        throw error;
      }
    },
    close,
    async closeAll() {
      for (const id of [...exports.keys()]) await close(id);
    },
  };
}

async function nextChunk(open: Open): Promise<ReadChunk> {
  const batches: string[] = [];
  let length = 0;
  let isEnd = false;
  for (let read = 0; read < chunkBatches && length < chunkLength; read++) {
    const next = await open.batches.next();
    isEnd = next.done === true;
    if (next.done) break;
    if (next.value.rows.length === 0) continue;
    const json = JSON.stringify(next.value);
    batches.push(json);
    length += json.length;
  }
  const { session } = open;
  const rest = JSON.stringify({ session, skipped: open.skipped.splice(0), isEnd });
  return { json: `{"batches":[${batches.join(',')}],${rest.slice(1)}`, isEnd };
}

function requestOf(opening: ExportOpening, asOf: number): ExportRequest {
  const { table, symbol, from = firstInstant, to = lastInstant } = opening;
  const { expiration = null, strikes = null, sampleMs = null, rebuilt = false, timeframe = null } = opening;
  return {
    ...{ name: table, symbol, from, to, expiration, strikes, sampleMs, timeframe, asOf },
    withRebuilt: rebuilt,
  };
}

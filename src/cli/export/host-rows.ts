import { SpyglassError } from '../../base/errors.ts';
import { type ColumnKind, columnKinds, type RowBatch } from '../../export/columns/column.ts';
import type { ExportListener } from '../../export/export-batches.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { ExportChunk, OpenedExport } from '../../protocol/methods/export-methods.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ExportRows, WithRows } from './export-rows.ts';
import type { ExportWish } from './export-wish.ts';
import { hostRange } from './host-range.ts';

/** Chunks that are asked for ahead: while one is written here, the next are read over there and on their way. */
const ahead = 2;

/**
 * Has the daemon of another machine read its recording, a chunk of bounded size at a time. What it sends is written here, so that
 * the file is the same as over there.
 */
export const withHostRows: WithRows = async (invocation, { wish, symbol, signal }, use) => {
  const { link } = await requireDaemon(invocation, 'export');
  signal.addEventListener('abort', link.close);
  const host = invocation.host?.text ?? 'the daemon';
  try {
    const named = symbol ?? link.hello.symbol;
    const opened = await open(invocation, link, wish, named).catch((error: unknown) => {
      throw broken(host, error);
    });
    const columns = columnsFrom(opened);
    const batches = (listener: ExportListener) => rowsFrom(link, { host, columns, symbol: named, listener });
    await use({ name: wish.name, symbol: opened.symbol, columns, batches });
  } finally {
    signal.removeEventListener('abort', link.close);
    link.close();
  }
};

async function open(
  invocation: Invocation,
  link: Link,
  wish: ExportWish,
  symbol: string,
): Promise<OpenedExport> {
  const { name, expiration, strikes, sampleMs, withRebuilt, timeframe, skipsUnreadable } = wish;
  return await link.request('export.open', {
    ...{ table: name, symbol, ...(await hostRange(invocation, link, wish, symbol)) },
    ...(expiration !== null && { expiration }),
    ...(strikes !== null && { strikes }),
    ...(sampleMs !== null && { sampleMs }),
    ...(withRebuilt && { rebuilt: true }),
    ...(timeframe !== null && { timeframe }),
    ...(skipsUnreadable && { skipUnreadable: true }),
  });
}

/** @throws SpyglassError `protocol_mismatch` for a column that only a newer daemon has */
function columnsFrom({ columns }: OpenedExport): ExportRows['columns'] {
  const isKnown = (kind: string): kind is ColumnKind => columnKinds.some((known) => known === kind);
  return columns.map(({ name, kind }) => {
    // A header is written as it is.
    if (isKnown(kind) && /^[a-z][a-z0-9_]{0,63}$/.test(name)) return { name, kind };
    throw new SpyglassError(
      'protocol_mismatch',
      `The daemon sends ${name} as ${kind}, which this version does not know.`,
      { hint: 'This program is the older one: upgrade it to the daemon’s version.' },
    );
  });
}

interface Reading {
  host: string;
  columns: ExportRows['columns'];
  symbol: string;
  listener: ExportListener;
}

async function* rowsFrom(link: Link, reading: Reading): AsyncGenerator<RowBatch> {
  const { host, columns, symbol, listener } = reading;
  const ask = () => {
    const asked = link.request('export.read', {});
    // Where the export ends before this one is waited for, nobody does.
    void Promise.allSettled([asked]);
    return asked;
  };
  const asked = Array.from({ length: ahead }, ask);
  while (true) {
    const chunk = await asked.shift()!.catch((error: unknown) => {
      throw broken(host, error);
    });
    const { session } = chunk;
    if (session)
      listener.onSession({ underlying: symbol, date: session.date }, session.done, session.sessions);
    for (const message of chunk.skipped) {
      const key = { underlying: symbol, date: session?.date ?? '' };
      listener.onUnreadable?.(key, new SpyglassError('archive_unavailable', message));
    }
    yield* whole(chunk, columns.length);
    if (chunk.isEnd) return;
    asked.push(ask());
  }
}

/** @throws SpyglassError `protocol` where a row has not the cells that were announced */
function whole({ batches }: ExportChunk, width: number): RowBatch[] {
  for (const { shared, rows } of batches) {
    if (rows.every((row) => shared.length + row.length === width)) continue;
    throw new SpyglassError('protocol', 'The daemon sent a row with other columns than it has named.');
  }
  return batches;
}

/** Whatever ends the connection ends the export: what was read so far is no result. */
function broken(host: string, error: unknown): unknown {
  if (!(error instanceof SpyglassError)) return error;
  if (error.code === 'protocol' && /Method not found/i.test(error.message)) {
    return new SpyglassError('protocol_mismatch', `${host}: the daemon is older, and exports nothing.`, {
      hint: 'Upgrade Spyglass over there, or export on that machine.',
    });
  }
  if (error.code !== 'not_running') return error;
  return new SpyglassError('host', `The export from ${host} broke off: ${error.message}`, {
    cause: error,
    hint: 'No file was written. Run it again; a shorter range by --from and --to is sooner done.',
  });
}

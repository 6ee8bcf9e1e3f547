import { messageOf, SpyglassError } from '../base/errors.ts';
import type { RecordedLevels } from '../market/levels/levels.ts';
import type { SessionKey } from '../recordings/session-rows.ts';
import type { RowBatch } from './columns/column.ts';
import { gapCells } from './columns/gap-columns.ts';
import { levelsCells, provenLevelsCells } from './columns/levels-columns.ts';
import { quoteCells } from './columns/quote-columns.ts';
import type { ExportRequest } from './export-request.ts';
import { chainBatches } from './rows/chain-batches.ts';
import { barBatches, batchOf, datesIn, usageBatches } from './rows/list-batches.ts';
import type { ExportSources } from './sources/export-sources.ts';
import { openRebuiltMinutes } from './sources/rebuilt-minutes.ts';
import { openSessionChains } from './sources/session-chains.ts';
import { gapsOf, levelsOf, quotesOf } from './sources/session-lists.ts';
import { sessionsIn } from './sources/sessions.ts';

/** Who hears how an export comes along. */
export interface ExportListener {
  /** A session is read next, after so many of so many. */
  onSession(key: SessionKey, done: number, sessions: number): void;
  /** A session cannot be read; the export goes on without it, or without the rest of it. Without this, it fails. */
  onUnreadable?: ((key: SessionKey, error: SpyglassError) => void) | undefined;
}

/**
 * The rows of an export, in batches of bounded size: the sessions in the order of time, each as the database or the archive has it.
 * The order is the same from both.
 *
 * Throws `SpyglassError`: `archive_damaged` and `archive_unavailable` with the session's name, and what a read of the database throws.
 */
export async function* exportBatches(
  sources: ExportSources,
  request: ExportRequest,
  listener: ExportListener,
): AsyncGenerator<RowBatch> {
  for await (const batch of tableBatches(sources, request, listener)) {
    const { shared, rows } = batch;
    if (rows.length <= maxRows) {
      yield batch;
      continue;
    }
    // A session's quotes come as one.
    for (let start = 0; start < rows.length; start += maxRows) {
      yield { shared, rows: rows.slice(start, start + maxRows) };
    }
  }
}

/** Rows of a batch: with the widest table half a megabyte as text. */
const maxRows = 1000;

async function* tableBatches(
  sources: ExportSources,
  request: ExportRequest,
  listener: ExportListener,
): AsyncGenerator<RowBatch> {
  if (request.name === 'bars') return yield* barBatches(sources.db, request);
  if (request.name === 'usage') return yield* usageBatches(sources.db, request);
  const sessions = await keysOf(sources, request);
  for (const [done, key] of sessions.entries()) {
    listener.onSession(key, done, sessions.length);
    try {
      yield* sessionBatches(sources, key, request);
    } catch (error) {
      const unreadable = namedError(key, error);
      if (!unreadable || !listener.onUnreadable) throw unreadable ?? error;
      listener.onUnreadable(key, unreadable);
    }
  }
}

/** Gaps are also of dates on which nothing at all was recorded. */
async function keysOf({ db }: ExportSources, request: ExportRequest): Promise<SessionKey[]> {
  const sessions = await sessionsIn(db, request.symbol, request, request.withRebuilt);
  const [first] = sessions;
  if (request.name !== 'gaps' || !first) return sessions;
  const range = { from: request.from, to: Math.min(request.to, request.asOf) };
  return datesIn(range)
    .filter((date) => date >= first.date)
    .map((date) => ({ underlying: request.symbol, date }));
}

async function* sessionBatches(
  sources: ExportSources,
  key: SessionKey,
  request: ExportRequest,
): AsyncGenerator<RowBatch> {
  const { name, from, to } = request;
  const isIn = (at: number) => at >= from && at <= to;
  if (name === 'chain') {
    yield* sessionChainBatches(sources, key, request);
  } else if (name === 'quotes') {
    const quotes = await quotesOf(sources, key);
    yield batchOf(quotes.filter(({ receivedAt }) => isIn(receivedAt)).map(quoteCells));
  } else if (name === 'levels') {
    const levels = await sessionLevels(sources, key, request);
    const wanted = levels.filter(
      ({ timestamp, expiration }) => isIn(timestamp) && isExpiration(request, expiration),
    );
    yield batchOf(wanted.map(request.withRebuilt ? provenLevelsCells : levelsCells));
  } else {
    const gaps = await gapsOf(sources, key);
    const wanted = gaps.filter(({ startedAt, endedAt }) => startedAt <= to && (endedAt ?? to) >= from);
    yield batchOf(wanted.map(gapCells));
  }
}

async function* sessionChainBatches(
  sources: ExportSources,
  key: SessionKey,
  request: ExportRequest,
): AsyncGenerator<RowBatch> {
  const chains = await openSessionChains(sources, key);
  try {
    const expirations = new Set(chains.polls.map(({ expiration }) => expiration));
    const rebuilt = request.withRebuilt ? await openRebuiltMinutes(sources, key, chains.polls) : null;
    for (const expiration of rebuilt?.expirations ?? []) expirations.add(expiration);
    for (const expiration of [...expirations].toSorted()) {
      if (!isExpiration(request, expiration)) continue;
      const day = chains.day(expiration);
      yield* chainBatches(rebuilt?.within(day, expiration) ?? day, request);
    }
  } finally {
    await chains.close();
  }
}

/** In the order of time, with those of rebuilt minutes where they are wanted. */
async function sessionLevels(
  sources: ExportSources,
  key: SessionKey,
  { withRebuilt }: ExportRequest,
): Promise<RecordedLevels[]> {
  const recorded = await levelsOf(sources, key);
  if (!withRebuilt) return recorded;
  const chains = await openSessionChains(sources, key);
  try {
    const { levels } = await openRebuiltMinutes(sources, key, chains.polls);
    return [...recorded, ...levels].sort((one, other) => one.timestamp - other.timestamp);
  } finally {
    await chains.close();
  }
}

function isExpiration(request: ExportRequest, expiration: string): boolean {
  return request.expiration === null || request.expiration === expiration;
}

/** An error of the archive, with the session's name; `null` for any other. */
function namedError({ underlying, date }: SessionKey, error: unknown): SpyglassError | null {
  if (!(error instanceof SpyglassError)) return null;
  if (error.code !== 'archive_damaged' && error.code !== 'archive_unavailable') return null;
  return new SpyglassError(
    error.code,
    `The archived session of ${underlying} on ${date} cannot be read: ${messageOf(error)}`,
    { cause: error, hint: 'With --skip-unreadable the export goes on without it.' },
  );
}

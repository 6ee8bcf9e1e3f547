import type { ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openSession } from '../../../src/archive/open/open-session.ts';
import { writeSession } from '../../../src/archive/write/write-session.ts';
import { columnsOf } from '../../../src/export/columns/export-columns.ts';
import { type ExportListener, exportBatches } from '../../../src/export/export-batches.ts';
import type { ExportRequest } from '../../../src/export/export-request.ts';
import { createCsv } from '../../../src/export/formats/csv.ts';
import type { ExportSources } from '../../../src/export/sources/export-sources.ts';
import { firstInstant, lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { SessionKey } from '../../../src/recordings/session-rows.ts';
import { facts } from '../../archive/support/write.ts';
import { aChain, aContract, aQuote, newDatabase, someLevels } from '../../db/fixtures.ts';
import { tempDir } from '../../support/temp-dir.ts';

export const dates = ['2026-11-23', '2026-11-24'] as const;
export const instantOn = (date: string, time: string) => newYorkInstant(date, time);

/** Two dates with polls of two expirations, quotes, levels and gaps, and an archive that is empty yet. */
export async function recordedDays(t: ExecutionContext) {
  const { db, path } = await newDatabase(t);
  const directory = await tempDir(t);
  for (const [index, date] of dates.entries()) await recordDate(db, date, index);
  const sources: ExportSources = { db, openArchived: (key) => openSession(directory, key, { mode: 'live' }) };
  return { db, path, directory, sources };
}

async function recordDate(db: Recording, date: string, day: number): Promise<void> {
  const at = (time: string) => instantOn(date, time);
  for (const expiration of ['2026-11-24', '2026-12-18']) {
    if (expiration < date) continue;
    const far = aContract({ strike: 700, bid: 0.01 }, expiration);
    const near = (bid: number) => aContract({ strike: 671, bid, optionType: 'put' }, expiration);
    const poll = (time: string, bids: number[], price = 671.25) => {
      const timestamp = at(time);
      const chain = aChain({
        ...{ expiration, timestamp, underlyingPrice: price, underlyingPriceAt: timestamp - 200 },
        contracts: [...bids.map(near), far],
      });
      return db.chains.record(chain, () => someLevels({ expiration, timestamp }));
    };
    await poll('09:30:00', [1 + day]);
    await poll('09:30:15', [1.1]);
    await poll('09:31:30', []);
    await poll('09:33:00', [1.3], 672);
    // Nothing has changed.
    await poll('09:33:15', [1.3], 672);
  }
  for (const [index, time] of ['09:30:00', '09:30:15', '12:00:00'].entries()) {
    const receivedAt = at(time);
    await db.quotes.record(aQuote({ price: 671 + index, receivedAt, timestamp: receivedAt - 300 }));
  }
  await db.gaps.record({
    ...{ underlying: 'SPY', job: 'chain', sessionDate: date, startedAt: at('10:00'), endedAt: at('10:05') },
    reason: 'upstream unreachable, "again"',
  });
}

/** Archives a session, and notes it. */
export async function archive(
  { db, directory }: { db: Recording; directory: string },
  key: SessionKey,
): Promise<void> {
  const at = instantOn(key.date, '20:05');
  const { counts, bytes, hash } = await writeSession({
    ...{ directory, key, rows: db.sessions, facts, clock: { now: () => at }, mustExist: false },
    signal: new AbortController().signal,
  });
  await db.archivedSessions.record({
    ...{ ...key, counts, bytes, hash, archivedAt: at, verifiedAt: at, problem: null },
    ...{ chainsRemovedAt: null, quotesRemovedAt: null },
  });
}

/** What retention does of whole dates: it marks them, then takes their rows. */
export async function removeRows(
  { db, path }: { db: Recording; path: string },
  key: SessionKey,
): Promise<void> {
  const at = instantOn(key.date, '20:05') + 1;
  await db.archivedSessions.markRemoved([key], 'chains', at);
  await db.archivedSessions.markRemoved([key], 'quotes', at);
  const raw = new SqliteDatabase(path);
  const [from, to] = [instantOn(key.date, '00:00'), instantOn(key.date, '20:00')];
  for (const [table, column] of [
    ['chain_polls', 'timestamp'],
    ['option_contracts', 'timestamp'],
    ['spy_quotes', 'received_at'],
  ]) {
    raw.prepare(`delete from ${table} where ${column} between ? and ?`).run(from, to);
  }
  raw.close();
}

/** All rows of a table unless the request says otherwise. */
export function requestOf(changes: Partial<ExportRequest>): ExportRequest {
  return {
    ...{ name: 'chain', symbol: 'SPY', from: firstInstant, to: lastInstant, expiration: null },
    ...{
      strikes: null,
      sampleMs: null,
      withRebuilt: false,
      timeframe: null,
      asOf: instantOn('2026-11-25', '12:00'),
    },
    ...changes,
  };
}

/** The lines of an export as CSV, without the header. */
export async function exportedLines(
  sources: ExportSources,
  changes: Partial<ExportRequest>,
  listener: Partial<ExportListener> = {},
): Promise<string[]> {
  const request = requestOf(changes);
  const csv = createCsv(columnsOf(request), 'iso');
  let text = '';
  const batches = exportBatches(sources, request, { onSession: () => {}, ...listener });
  for await (const batch of batches) text += String(await csv.rows(batch));
  text += String(await csv.end());
  return text.split('\r\n').slice(0, -1);
}

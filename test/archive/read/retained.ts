import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { ExecutionContext } from 'ava';
import { stretchOf } from '../../../src/archive/read/archived-dates.ts';
import { writeSession } from '../../../src/archive/write/write-session.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { Recording, RecordingReader } from '../../../src/recordings/recording.ts';
import { newDatabase } from '../../db/fixtures.ts';
import { archivedAt, facts } from '../support/write.ts';

/** A recording of which rows were removed once its sessions were archived. */
export interface Retained {
  /** As it was before. */
  before: RecordingReader;
  /** The database alone, without what was removed. */
  after: RecordingReader;
  /** The database's owner. */
  db: Recording;
  /** The archive's directory. */
  archive: string;
}

/** What is removed of a recording. */
export interface Removal {
  /** The trade dates that go, oldest first. */
  dates: readonly string[];
  /** By retention; else row by row, as it might have come to. */
  isByRetention?: boolean;
  /** Of the last one only the older half of the rows has gone yet. */
  isUnderWay?: boolean;
}

/** Records, archives every session, and removes the rows of some dates, as retention does. */
export async function retained(
  t: ExecutionContext,
  record: (db: Recording) => Promise<void>,
  removal: Removal,
): Promise<Retained> {
  const { db, path: file } = await newDatabase(t);
  await record(db);
  const whole = `${file}-whole`;
  await db.maintenance.backup(whole);
  const archive = path.join(path.dirname(file), 'archive');
  await archiveAll(db, archive);
  if (removal.isByRetention) await retain(db, removal.dates.at(-1)!);
  else await removeByHand(db, removal);
  const readerOf = async (of: string) => {
    const reader = await openForReading({ path: of });
    t.teardown(reader.close);
    return reader;
  };
  return { before: await readerOf(whole), after: await readerOf(file), db, archive };
}

/** Lets retention take a recording up to a trade date. */
export async function retain(db: Recording, lastDate: string): Promise<void> {
  const cutoff = stretchOf(lastDate).asOf + 1;
  const cutoffs = {
    ...{ spy_quotes: cutoff, option_contracts: cutoff, alerts: cutoff },
    ...{ market_data_cache: null, api_requests_log: null },
  };
  await db.retention.execute(await db.retention.plan(cutoffs, archivedAt, { onlyArchived: true }));
}

/** Archives every session of a recording. */
export async function archiveAll(db: Recording, directory: string): Promise<void> {
  for (const key of await db.sessions.sessions(lastInstant)) {
    const written = await writeSession({
      ...{ directory, key, facts, rows: db.sessions, mustExist: false },
      clock: { now: () => archivedAt },
      signal: new AbortController().signal,
    });
    await db.archivedSessions.record({
      ...{ ...key, ...written, archivedAt, verifiedAt: archivedAt },
      ...{ problem: null, chainsRemovedAt: null, quotesRemovedAt: null },
    });
  }
}

/** Tables of which rows go, and the time that says their date. */
const tables = [
  ['option_contracts', 'timestamp'],
  ['chain_polls', 'timestamp'],
  ['spy_quotes', 'received_at'],
  ['alerts', 'timestamp'],
] as const;

async function removeByHand(db: Recording, { dates, isUnderWay = false }: Removal): Promise<void> {
  const keys = (await db.sessions.sessions(lastInstant)).filter(({ date }) => dates.includes(date));
  for (const rows of ['chains', 'quotes'] as const) {
    await db.archivedSessions.markRemoved(keys, rows, archivedAt);
  }
  const raw = new SqliteDatabase(db.path);
  for (const date of dates) {
    const { from, asOf } = stretchOf(date);
    for (const [table, time] of tables) {
      const ids = raw
        .prepare<[number, number], number>(
          `select id from ${table} where ${time} > ? and ${time} <= ? order by ${time}, id`,
        )
        .pluck()
        .all(from, asOf);
      const isHalf = isUnderWay && date === dates.at(-1);
      const remove = raw.prepare(`delete from ${table} where id = ?`);
      for (const id of isHalf ? ids.slice(0, ids.length / 2) : ids) remove.run(id);
    }
  }
  raw.close();
}

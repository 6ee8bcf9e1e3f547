import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { recordSession } from '../support/simulated-session.ts';
import type { ArchivingFigures } from './archiving-process.ts';
import { type FileSize, fileSizes } from './file-sizes.ts';
import { countGreekValues } from './greek-values.ts';
import { type ArchiveReadFigures, benchArchiveReads } from './reads.ts';

/** The simulated session that is archived. */
export const sessionKey = { underlying: 'SPY', date: '2026-11-23' };

export interface ArchivedSessionFigures {
  chainSeconds: number;
  polls: readonly number[];
  contracts: number;
  /** What the database has grown by. */
  sqliteBytes: number;
  /** Rows of the session in the database, quotes and levels included. */
  rows: number;
  files: FileSize[];
  /** See `countGreekValues`. */
  greekValues: number;
  archiving: ArchivingFigures;
  reads: ArchiveReadFigures;
}

const runProcess = promisify(execFile);

/** Records a session into a new database in a directory, and archives it beside it. */
export async function archiveSession(home: string, chainSeconds: number): Promise<ArchivedSessionFigures> {
  const databasePath = path.join(home, 'spyglass.sqlite');
  const db = await openDatabase({ path: databasePath, clock: virtualClock(Date.UTC(2100, 0)) });
  const emptyBytes = (await db.status()).bytes;
  const { polls, contracts } = await recordSession(db, sessionKey.date, {
    ...{ chainMs: chainSeconds * 1000, quoteMs: 15_000, latencyMs: [80, 400] },
  });
  const sqliteBytes = (await db.status()).bytes - emptyBytes;
  const counts = await db.sessions.counts(sessionKey);
  await db.close();
  const archive = path.join(home, 'archive');
  const program = path.join(import.meta.dirname, 'archiving-process.ts');
  const { stdout } = await runProcess(process.execPath, [program, databasePath, archive, sessionKey.date]);
  return {
    ...{ chainSeconds, polls, contracts, sqliteBytes },
    rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
    files: fileSizes(archive, sessionKey),
    greekValues: await countGreekValues(archive, sessionKey),
    archiving: JSON.parse(stdout) as ArchivingFigures,
    reads: await benchArchiveReads(archive, { polls }),
  };
}

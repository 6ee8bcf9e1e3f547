/**
 * `npm run bench -- archive [--seconds 15] [--json]`: a simulated session of chains every 15 s and one of 60 s, recorded, archived,
 * verified and read. `--seconds 0` leaves the first one out.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArchivedSessionFigures, archiveSession } from './archive/archived-session.ts';
import { columnTables, sizesOf, sizeTable } from './archive/figures-text.ts';
import { type Bench, numberFlag } from './support/bench.ts';

/** What the archive was to show. */
const most = { bytesPerRow: 16, ofSqlite: 1 / 12 };

export const bench: Bench = async (flags, say) => {
  const intervals = [numberFlag(flags, 'seconds', 15), 60].filter((seconds) => seconds > 0);
  const home = mkdtempSync(path.join(tmpdir(), 'spyglass-bench-'));
  try {
    const sessions: ArchivedSessionFigures[] = [];
    for (const seconds of intervals) {
      say(`recording and archiving a session of chains every ${seconds} s …`);
      const own = path.join(home, String(seconds));
      mkdirSync(own);
      sessions.push(await archiveSession(own, seconds));
    }
    return {
      sessions: sessions.map((session) => ({ ...session, ...sizesOf(session), polls: session.polls.length })),
      problems: sessions.flatMap(problemsOf),
      tables: [sizeTable(sessions), ...sessions.flatMap(columnTables)],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

function problemsOf(session: ArchivedSessionFigures): string[] {
  const { bytesPerRow, sqliteRatio } = sizesOf(session);
  const problems: string[] = [];
  if (bytesPerRow > most.bytesPerRow) problems.push(`${bytesPerRow.toFixed(2)} bytes a row`);
  if (1 / sqliteRatio > most.ofSqlite)
    problems.push(`SQLite takes only ${sqliteRatio.toFixed(2)} × the archive`);
  return problems.map((problem) => `every ${session.chainSeconds} s: ${problem}`);
}

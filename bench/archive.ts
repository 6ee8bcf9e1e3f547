/**
 * `npm run bench -- archive [--seconds 15] [--slot-seconds 60] [--json]`: a simulated session of chains every 15 s and one of 60 s, recorded, archived,
 * verified and read; and how late slots are meanwhile. A 0 leaves the first session out, or the slots.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArchivedSessionFigures, archiveSession } from './archive/archived-session.ts';
import { columnTables, sizesOf, sizeTable, slotsTable } from './archive/figures-text.ts';
import { benchArchivingSlots } from './archive/slots.ts';
import { type Bench, numberFlag } from './support/bench.ts';

/** What the archive was to show. */
const most = { bytesPerRow: 16, ofSqlite: 1 / 12, coldMs: 300, warmMs: 10, dayMs: 1000 };

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
    const slotSeconds = numberFlag(flags, 'slot-seconds', 60);
    if (slotSeconds > 0) say('slots of a second while a session is archived, and without …');
    const slots = slotSeconds > 0 ? await benchArchivingSlots(home, slotSeconds) : null;
    return {
      slots,
      sessions: sessions.map((session) => ({ ...session, ...sizesOf(session), polls: session.polls.length })),
      problems: sessions.flatMap(problemsOf),
      tables: [sizeTable(sessions), ...(slots ? [slotsTable(slots)] : []), ...sessions.flatMap(columnTables)],
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
  const { cold, warm, day } = session.reads;
  if (cold.p50 > most.coldMs) problems.push(`a cold chain takes ${cold.p50.toFixed(0)} ms`);
  if (warm.p50 > most.warmMs) problems.push(`a warm chain takes ${warm.p50.toFixed(0)} ms`);
  if (day.p50 > most.dayMs) problems.push(`the day takes ${day.p50.toFixed(0)} ms`);
  return problems.map((problem) => `every ${session.chainSeconds} s: ${problem}`);
}

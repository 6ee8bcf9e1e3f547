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
import { type Bench, type BenchTable, numberFlag } from './support/bench.ts';

/** What the archive was to show. */
const most = { bytesPerRow: 16, ofSqlite: 1 / 12, coldMs: 300, warmMs: 10, dayMs: 1000 };
/** What a row may take whose greeks are too many new numbers for that: no encoding makes a double of 15 digits small. */
const mostWithGreeks = { bytesPerValue: 8, otherBytesPerRow: 8 };

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
      tables: [
        sizeTable(sessions),
        ...sessions.flatMap(whyLarge),
        ...(slots ? [slotsTable(slots)] : []),
        ...sessions.flatMap(columnTables),
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const isLarge = (session: ArchivedSessionFigures) => sizesOf(session).bytesPerRow > most.bytesPerRow;

/** Which columns keep a row from its size, and why. */
function whyLarge(session: ArchivedSessionFigures): BenchTable[] {
  if (!isLarge(session)) return [];
  const { bytesPerRow, greeksShare, greekValuesPerRow, bytesPerGreekValue, otherBytesPerRow } =
    sizesOf(session);
  const share = `${(greeksShare * 100).toFixed(1)} %`;
  const each = `${greekValuesPerRow.toFixed(2)} new doubles a row, of which each takes ${bytesPerGreekValue.toFixed(2)} bytes`;
  return [
    {
      title: `Every ${session.chainSeconds} s a row takes ${bytesPerRow.toFixed(2)} bytes and not ${most.bytesPerRow}`,
      rows: [
        ['volatility and greeks by the vendor', share, each],
        ['all else', '', `${otherBytesPerRow.toFixed(2)} bytes a row`],
      ],
    },
  ];
}

function problemsOf(session: ArchivedSessionFigures): string[] {
  const { bytesPerRow, sqliteRatio, bytesPerGreekValue, otherBytesPerRow } = sizesOf(session);
  const problems: string[] = [];
  const isByGreeks =
    bytesPerGreekValue <= mostWithGreeks.bytesPerValue && otherBytesPerRow <= mostWithGreeks.otherBytesPerRow;
  if (isLarge(session) && !isByGreeks) problems.push(`${bytesPerRow.toFixed(2)} bytes a row`);
  if (1 / sqliteRatio > most.ofSqlite)
    problems.push(`SQLite takes only ${sqliteRatio.toFixed(2)} × the archive`);
  const { cold, warm, day } = session.reads;
  // Processor time: others may have the machine as well.
  if (cold.cpu > most.coldMs) problems.push(`a cold chain takes ${cold.cpu.toFixed(0)} ms`);
  if (warm.cpu > most.warmMs) problems.push(`a warm chain takes ${warm.cpu.toFixed(0)} ms`);
  if (day.cpu > most.dayMs) problems.push(`the day takes ${day.cpu.toFixed(0)} ms`);
  return problems.map((problem) => `every ${session.chainSeconds} s: ${problem}`);
}

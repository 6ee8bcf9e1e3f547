/**
 * Archives a session in a process of its own, so that its memory can be told: `archiving-process.ts DATABASE DIRECTORY DATE`.
 * Writes the figures as JSON.
 */
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { writeSession } from '../../src/archive/write/write-session.ts';
import { systemClock } from '../../src/base/clock.ts';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { modelVersion } from '../../src/market/pricing/model-version.ts';

/** What archiving a session takes. */
export interface ArchivingFigures {
  /** To write it, read it back and compare it with the database, until it is in its place. */
  writeMs: number;
  /** To read it again and hold it to its hashes. */
  verifyMs: number;
  /** Processor time of both, in the same order. */
  writeCpuMs: number;
  verifyCpuMs: number;
  /** Resident memory of the process before, and the most that it ever had. */
  startBytes: number;
  peakBytes: number;
}

const [databasePath, directory, date] = process.argv.slice(2) as [string, string, string];
const key = { underlying: 'SPY', date };
const db = await openForReading({ path: databasePath });
await db.sessions.counts(key);
const startBytes = process.memoryUsage.rss();
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const startedAt = performance.now();
const startedCpuMs = cpuMs();
const { hash } = await writeSession({
  ...{ directory, key, rows: db.sessions, clock: systemClock(), mustExist: false },
  facts: { mode: 'demo', source: 'simulator', plan: 'advanced', modelVersion, appVersion: '0' },
  signal: new AbortController().signal,
});
const writtenAt = performance.now();
const writtenCpuMs = cpuMs();
await verifySession(directory, key, { hash });
const verifiedAt = performance.now();
const verifiedCpuMs = cpuMs();
await db.close();
const figures: ArchivingFigures = {
  writeMs: writtenAt - startedAt,
  verifyMs: verifiedAt - writtenAt,
  writeCpuMs: writtenCpuMs - startedCpuMs,
  verifyCpuMs: verifiedCpuMs - writtenCpuMs,
  startBytes,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(figures));

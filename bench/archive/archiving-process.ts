/**
 * Archives a session as the daemon does, on its thread, in a process of its own, so that its memory can be told: `archiving-process.ts DATABASE DIRECTORY DATE`.
 * Writes the figures as JSON.
 */
import { systemClock } from '../../src/base/clock.ts';
import { openArchiveThread } from '../../src/daemon/archive/thread/open-archive-thread.ts';
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
const thread = await openArchiveThread({ databasePath }, systemClock());
await thread.count([key]);
const run = { signal: new AbortController().signal, onProgress: () => {} };
const startBytes = process.memoryUsage.rss();
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const startedAt = performance.now();
const startedCpuMs = cpuMs();
const facts = { mode: 'demo', source: 'simulator', plan: 'advanced', modelVersion, appVersion: '0' } as const;
const { hash } = await thread.write({ directory, key, facts, mustExist: false, setAside: false }, run);
const writtenAt = performance.now();
const writtenCpuMs = cpuMs();
await thread.verify({ directory, key, expected: { hash } }, run);
const verifiedAt = performance.now();
const verifiedCpuMs = cpuMs();
await thread.close();
const figures: ArchivingFigures = {
  writeMs: writtenAt - startedAt,
  verifyMs: verifiedAt - writtenAt,
  writeCpuMs: writtenCpuMs - startedCpuMs,
  verifyCpuMs: verifiedCpuMs - writtenCpuMs,
  startBytes,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(figures));

import { readFileSync } from 'node:fs';

/** Clock ticks a second in `/proc`: the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time of a process with the children it has waited for, in milliseconds; `null` where there is no `/proc`. */
export function cpuMsOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before may hold spaces and brackets; what follows it begins with field 3, and fields 14 to 17 are wanted.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1000) / ticksPerSecond;
}

/** Resident bytes of a process; `null` where there is no `/proc`. */
export function rssBytesOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return line ? Number(line[1]) * 1024 : null;
}

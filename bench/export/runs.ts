import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What a command took. */
export interface RunFigures {
  seconds: number;
  /** Of the processor, by itself and by the system for it. */
  cpuSeconds: number;
  /** Most memory that it had (resident), in bytes; `null` where it does not say. */
  peakBytes: number | null;
}

const root = path.resolve(import.meta.dirname, '../..');

/** The built program, with a command of it. */
export const program = (args: readonly string[]): string[] => [
  process.execPath,
  ...['--import', path.join(import.meta.dirname, 'report-peak.ts')],
  path.join(root, 'bin/spyglass.js'),
  ...args,
];

/** Runs a command whose standard output goes into a file, by a shell, which measures it. Throws where it fails. */
export async function run(command: readonly string[], into: string, home: string): Promise<RunFigures> {
  const startedAt = performance.now();
  const script = '"$@" > "$SPYGLASS_BENCH_OUT"; code=$?; times >&2; exit $code';
  const child = spawn('sh', ['-c', script, 'sh', ...command], {
    env: { PATH: process.env.PATH, HOME: home, SPYGLASS_BENCH_OUT: into },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece) => {
    said += String(piece);
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${said}`);
  const peak = /^peak (\d+)$/m.exec(said)?.[1];
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: childrensCpu(said),
    peakBytes: peak === undefined ? null : Number(peak) * 1024,
  };
}

/** The last line of `times`: user and system time of the shell's children, `0m1.23s 0m0.45s`. */
function childrensCpu(said: string): number {
  const times = [...said.matchAll(/(\d+)m([\d.]+)s/g)].slice(-2);
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

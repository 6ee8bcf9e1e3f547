import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { InProcess } from './figures.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Bundles `dashboard-process.ts` as the program itself is bundled, inside the project so that it finds its packages, and runs it. */
export async function runDashboardProcess(frameCount: number, shareSeconds: number): Promise<InProcess> {
  mkdirSync(path.join(root, 'temp'), { recursive: true });
  const dir = mkdtempSync(path.join(root, 'temp/bench-tui-'));
  try {
    const outfile = path.join(dir, 'dashboard.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: ['bench/tui/dashboard-process.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      packages: 'external',
      jsx: 'automatic',
      logLevel: 'warning',
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [outfile, String(frameCount), String(shareSeconds)],
      { env: { ...process.env, NODE_ENV: 'production' }, maxBuffer: 16 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as InProcess;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Builds `dist/`: each entry loads only what it needs, and what several need is split off into chunks of its own. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

const options: BuildOptions = {
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/entry.ts', worker: 'src/daemon/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  jsx: 'automatic',
  sourcemap: true,
  // Chunks lie beside the entries, so that `import.meta.url` means the same directory in all of them.
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  const watching = await context({ ...options, logLevel: 'info' });
  await watching.watch();
} else {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await build(options);
}

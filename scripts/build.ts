/**
 * Builds `dist/`: each entry loads only what it needs, and what several need is split off into chunks of its own. The
 * packages are bundled, too: finding and reading their hundreds of files took half of every start.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

const options: BuildOptions = {
  absWorkingDir: root,
  entryPoints: {
    main: 'src/cli/entry.ts',
    worker: 'src/daemon/process/worker.ts',
    'reader-thread': 'src/daemon/playback/thread/reader-thread.ts',
    'archive-thread': 'src/daemon/archive/thread/archive-thread.ts',
    'playback-thread': 'src/daemon/playback/serving/playback-thread.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // A native module, what looks for files beside its own, and what Node warns about anywhere but in `node_modules`.
  external: ['better-sqlite3', 'blessed', 'blessed-contrib', 'react-devtools-core'],
  jsx: 'automatic',
  // React's and other packages' development builds are left out.
  define: { 'process.env.NODE_ENV': '"production"' },
  // Names stay, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  // Packages in the old format ask for Node's modules in their own way.
  banner: {
    js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
  },
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

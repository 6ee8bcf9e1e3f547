/**
 * Builds `dist/`: each entry loads only what it needs, and what several need is split off into chunks of its own. The
 * packages are bundled, too: finding and reading their hundreds of files took half of every start.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, context, type Plugin } from 'esbuild';
import { licensesOf } from './package-licenses.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A source map that says nothing: esbuild takes it for the file's own. */
const emptyMap = Buffer.from('{"version":3,"sources":[""],"sourcesContent":[""],"mappings":"AAAA"}').toString(
  'base64',
);

/** Stack traces are mapped to our own sources; maps of the packages would be most of what is installed. */
const withoutMapsOfPackages: Plugin = {
  name: 'no source maps of packages',
  setup(of) {
    of.onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, async ({ path: file }) => ({
      contents: `${await readFile(file, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`,
      loader: 'default',
    }));
  },
};

const options: BuildOptions = {
  plugins: [withoutMapsOfPackages],
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
  external: ['better-sqlite3', 'blessed', 'react-devtools-core'],
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

/** The line chart of blessed-contrib without the 57 packages that its other widgets need. It shares our copy of blessed. */
const lineChart: BuildOptions = {
  absWorkingDir: root,
  plugins: [withoutMapsOfPackages],
  entryPoints: { 'line-chart': 'blessed-contrib/lib/widget/charts/line.js' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  external: ['blessed'],
  // Its canvas makes bytes of zeros by `new Buffer(size)`, which Node warns about anywhere but in `node_modules`.
  define: { Buffer: 'Uint8Array' },
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  await build(lineChart);
  const watching = await context({ ...options, logLevel: 'info' });
  await watching.watch();
} else {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  const bundles = await Promise.all(
    [options, lineChart].map((bundle) => build({ ...bundle, metafile: true as const })),
  );
  const licenses = licensesOf(
    root,
    bundles.map(({ metafile }) => metafile),
  );
  await writeFile(path.join(root, 'dist', 'LICENSES.txt'), `${licenses}\n`);
}

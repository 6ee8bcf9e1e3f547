import path from 'node:path';
import test from 'ava';
import { functionsOf } from './functions.ts';
import { sources } from './sources.ts';

/** Longer than a screen shows; few functions may be. */
const screenLines = 60;

const limits = {
  /** No function is longer, but for the exceptions. */
  functionLines: 100,
  /** Functions longer than a screen, at most. */
  longFunctions: 32,
  /** Files over 200 lines, at most. */
  longFiles: 6,
  /** Files of one folder, at most, but for the exceptions. */
  filesPerFolder: 15,
};

/** Functions over the limit, by file and name, each with the lines that it may have and why. */
const longFunctions: Record<string, { lines: number; because: string }> = {
  'src/db/sqlite/stores/chains/chain-store.ts createChainStore': {
    lines: 161,
    because: 'to be split by read and write',
  },
};

/** Folders over the limit, each with the files that it may have and why. */
const fullFolders: Record<string, { files: number; because: string }> = {
  'src/base': { files: 17, because: 'small tools without a common subject' },
  'src/recordings': { files: 21, because: 'one port a file' },
  'src/market/quotes': { files: 16, because: 'one subject: the shapes of quotes, chains and bars' },
};

const functions = sources
  .flatMap(({ name: file, text }) => functionsOf(text).map((one) => ({ ...one, id: `${file} ${one.name}` })))
  .sort((a, b) => b.lines - a.lines);

test(`no function is longer than ${limits.functionLines} lines`, (t) => {
  t.log('The ten longest functions:');
  for (const { id, lines } of functions.slice(0, 10)) t.log(`${lines} ${id}`);
  const wrong = functions.filter(
    ({ id, lines }) => lines > (longFunctions[id]?.lines ?? limits.functionLines),
  );
  t.deepEqual(
    wrong.map(({ id, lines }) => `${lines} ${id}`),
    [],
  );
});

test(`at most ${limits.longFunctions} functions are longer than a screen of ${screenLines} lines`, (t) => {
  const long = functions.filter(({ lines }) => lines > screenLines);
  t.log(`${long.length} functions over ${screenLines} lines`);
  t.true(long.length <= limits.longFunctions, `${long.length}`);
});

test(`at most ${limits.longFiles} files are longer than 200 lines`, (t) => {
  const long = sources
    .map(({ name, text }) => ({ name, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 200)
    .sort((a, b) => b.lines - a.lines);
  t.log(`${long.length} files over 200 lines:`);
  for (const { name, lines } of long) t.log(`${lines} ${name}`);
  t.true(long.length <= limits.longFiles, `${long.length}`);
});

test(`no folder holds more than ${limits.filesPerFolder} files`, (t) => {
  const folders = new Map<string, number>();
  for (const { name } of sources) {
    const folder = path.posix.dirname(name);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const sorted = [...folders].sort((a, b) => b[1] - a[1]);
  t.log('The ten fullest folders:');
  for (const [folder, files] of sorted.slice(0, 10)) t.log(`${files} ${folder}`);
  const wrong = sorted.filter(([name, files]) => files > (fullFolders[name]?.files ?? limits.filesPerFolder));
  t.deepEqual(
    wrong.map(([folder, files]) => `${files} ${folder}`),
    [],
  );
});

test('names exceptions that are no longer needed', (t) => {
  const needed = new Set(functions.filter(({ lines }) => lines > limits.functionLines).map(({ id }) => id));
  for (const id of Object.keys(longFunctions)) if (!needed.has(id)) t.log(`can be deleted: ${id}`);
  t.pass();
});

test('measures functions, methods and callbacks, and no tables or calls', (t) => {
  const text = [
    'export async function declared(',
    '  first: string,',
    '): Promise<void> {',
    '  const inner = ({',
    '    a,',
    '  }: {',
    '    a: number;',
    '  }) => {',
    '    if (a) {',
    '      call({',
    '        b: 1,',
    '      });',
    '    }',
    '  };',
    '  return {',
    '    method(x) {',
    '      use(x);',
    '    },',
    '  };',
    '}',
    'const table = {',
    '  row: { a: 1 },',
    '} as const;',
    'start(() => {',
    '  run();',
    '});',
    '',
  ].join('\n');
  t.deepEqual(
    functionsOf(text).map(({ name, lines }) => `${lines} ${name}`),
    ['20 declared', '11 inner', '3 method', '3 start'],
  );
});

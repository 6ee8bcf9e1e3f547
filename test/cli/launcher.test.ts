import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { launcher } from '../e2e/support/terminal.ts';
import { tempDir } from '../support/temp-dir.ts';

const commandsPage = readFileSync(path.resolve(import.meta.dirname, '../../docs/commands.md'), 'utf8');

test('a program that has not been built says so, with the exit code that docs/commands.md names', async (t) => {
  const copy = path.join(await tempDir(t), 'spyglass.js');
  copyFileSync(launcher, copy);
  const outcome = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [copy], (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
  });
  t.regex(outcome.stderr, /not built yet: run `npm run build`/);
  const section = /## Exit codes\n([\s\S]*)/.exec(commandsPage)![1]!;
  t.regex(section, new RegExp(`\\b${outcome.code}\\b`));
  const exits = [...readFileSync(launcher, 'utf8').matchAll(/process\.exit\((\d+)\)/g)].map(
    ([, code]) => code,
  );
  t.deepEqual(new Set(exits), new Set([String(outcome.code)]), 'the launcher has no other');
});

test('V8 knows each flag that the launcher sets', async (t) => {
  const source = readFileSync(launcher, 'utf8');
  const flags = [...source.matchAll(/setFlagsFromString\('--(?:no-)?([a-z-]+)'\)/g)].map(([, flag]) => flag!);
  t.true(flags.length > 0);
  const known = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--v8-options'], { maxBuffer: 1e7 }, (_error, stdout) => resolve(stdout));
  });
  for (const flag of flags) t.regex(known, new RegExp(`^ +--${flag} \\(`, 'm'));
});

/** Runs `--version` with a cache of its own under an open umask; says what lies in the cache's folder afterwards. */
async function cachedBy(caches: string): Promise<{ code: unknown; folder: string }> {
  const env = { ...process.env, XDG_CACHE_HOME: caches, NODE_COMPILE_CACHE: undefined };
  const script = `umask 000; exec "${process.execPath}" "${launcher}" --version`;
  const code = await new Promise<unknown>((resolve) => {
    execFile('/bin/sh', ['-c', script], { env }, (error) => resolve(error?.code ?? 0));
  });
  return { code, folder: path.join(caches, 'spyglass', 'code') };
}

test('compiled code is kept in a folder that is closed to others, whatever the umask', async (t) => {
  const { code, folder } = await cachedBy(await tempDir(t));
  t.is(code, 0);
  t.is(statSync(folder).mode & 0o777, 0o700);
  t.true(readdirSync(folder).length > 0);
});

test('compiled code is neither kept in a folder that others can write into, nor behind a link', async (t) => {
  const open = path.join(await tempDir(t), 'spyglass', 'code');
  mkdirSync(open, { recursive: true });
  chmodSync(open, 0o777);
  const first = await cachedBy(path.dirname(path.dirname(open)));
  t.is(first.code, 0);
  t.deepEqual(readdirSync(first.folder), []);

  const elsewhere = await tempDir(t);
  const caches = await tempDir(t);
  mkdirSync(path.join(caches, 'spyglass'));
  symlinkSync(elsewhere, path.join(caches, 'spyglass', 'code'));
  const second = await cachedBy(caches);
  t.is(second.code, 0);
  t.true(existsSync(elsewhere));
  t.deepEqual(readdirSync(elsewhere), []);
});

/** Runs a copy of the launcher from that place, or through a link to it, under a Node that says it is 18. */
async function underOldNode(
  dir: string,
  place: string,
  link?: string,
): Promise<{ code: unknown; stderr: string }> {
  const script = path.join(dir, place);
  mkdirSync(path.dirname(script), { recursive: true });
  copyFileSync(launcher, script);
  const started = link === undefined ? script : path.join(dir, link);
  if (link !== undefined) {
    mkdirSync(path.dirname(started), { recursive: true });
    symlinkSync(script, started);
  }
  const old = path.join(dir, 'old.cjs');
  writeFileSync(
    old,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });",
  );
  return await new Promise((resolve) => {
    execFile(process.execPath, ['--require', old, started], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
}

const inPackage = 'node_modules/spyglass/bin/spyglass.js';

for (const [how, place, link, remedy] of [
  ['a clone', 'spyglass/bin/spyglass.js', undefined, /^Inside a clone, .*npm ci && npm start$/m],
  ['npm -g', `lib/${inPackage}`, 'bin/spyglass', /again with that Node: npm install -g spyglass$/m],
  ['npm -g, by its path', `lib/${inPackage}`, undefined, /again with that Node: npm install -g spyglass$/m],
  [
    'npx',
    `_npx/1a2b/${inPackage}`,
    '_npx/1a2b/node_modules/.bin/spyglass',
    /run the same npx command again\.$/m,
  ],
  ['a project', `app/${inPackage}`, 'app/node_modules/.bin/spyglass', /run `npm install` in the project/m],
] as const) {
  test(`a Node that is too old is told what fits ${how}`, async (t) => {
    const { code, stderr } = await underOldNode(await tempDir(t), place, link);
    t.is(code, 70);
    t.regex(stderr, /^spyglass needs Node 24\.12 or newer; this is Node 18\.20\.4\.$/m);
    t.regex(stderr, remedy);
    if (how !== 'a clone') t.notRegex(stderr, /clone|npm start/);
  });
}

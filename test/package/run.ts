/**
 * Packs the program as `npm publish` would, installs the tarball into an empty folder, and uses it from another directory
 * and home: dashboard, daemon, reading commands, the end. Then removes it, and looks at what stays. Run by
 * `npm run test:package`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'spyglass-package-'));
const [project, home, elsewhere] = ['project', 'home', 'elsewhere'].map((name) => join(place, name));
for (const directory of [project, home, elsewhere]) mkdirSync(directory!);

/** What may be left in a user's home once the package is removed, as the README says. */
const stays = ['.cache/spyglass', '.local/share/spyglass', '.local/state/spyglass'];

const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' });

const environment = { PATH: process.env.PATH, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
const program = join(project!, 'node_modules', '.bin', 'spyglass');

/** Runs the installed program and holds its output to a pattern. */
function expect(args: string[], pattern: RegExp): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: elsewhere,
    env: environment as NodeJS.ProcessEnv,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`spyglass ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
  if (!pattern.test(stdout)) throw new Error(`spyglass ${args.join(' ')} says ${stdout}, not ${pattern}`);
  return stdout;
}

try {
  const [packed] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', place));
  const names = packed.files.map(({ path }: { path: string }) => path) as string[];
  const ours = names.filter(
    (name) =>
      !/^(?:bin|dist)\/|^docs\/[a-z]+\.md$|^man\/spyglass\.1$|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(
        name,
      ),
  );
  if (ours.length > 0) throw new Error(`the package holds ${ours.join(', ')}`);
  // Messages send people there.
  const lacking = namedPages().filter((page) => !names.includes(page));
  if (lacking.length > 0) throw new Error(`the package lacks ${lacking.join(', ')}`);
  writeFileSync(join(project!, 'package.json'), '{"name":"empty","version":"1.0.0","private":true}');
  npm(project!, 'install', join(place, packed.filename));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const installed = npm(project!, 'ls', '--all', '--parseable').trim().split('\n').length - 1;

  expect(['--version'], new RegExp(`^${version.replaceAll('.', '\\.')}$`, 'm'));
  expect(['--help'], /daemon/);
  expect(['--demo', '--once'], /SPYGLASS[\s\S]*0-DTE chain/);
  try {
    expect(['daemon', 'start', '--demo'], /^/);
    expect(['refresh', 'chain', '--force', '--demo'], /^/);
    expect(['chain', '--json', '--demo'], /"contracts"/);
    expect(['status', '--demo'], /^quote /m);
    expect(['export', 'chain', '--demo'], /^date,underlying,[^\n]*\n[^\n]*,SPY,/m);
    expect(['completion', 'bash'], /complete -F _spyglass spyglass/);
    expect(['complete', 'date', '--', 'replay', '--demo', ''], /^\d{4}-\d\d-\d\d$/m);
  } finally {
    expect(['daemon', 'stop', '--demo'], /^/);
  }

  npm(project!, 'uninstall', packed.name);
  if (existsSync(program)) throw new Error('the program is still there');
  const left = filesIn(home!).filter((file) => !stays.some((known) => file.startsWith(`${known}/`)));
  const ownCache = left.filter((file) => !file.startsWith('.npm/'));
  if (ownCache.length > 0) throw new Error(`left in the home directory: ${ownCache.join(', ')}`);
  process.stdout.write(
    `${packed.filename}: ${(packed.size / 1e6).toFixed(1)} MB packed, ${(packed.unpackedSize / 1e6).toFixed(1)} MB unpacked, ${installed} packages installed; demo, daemon and commands run, and only what README names stays\n`,
  );
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** Every file below a directory, relative to it. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

/** The pages of `docs` that texts of the built program name. */
function namedPages(): string[] {
  const built = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(root, 'dist', name), 'utf8'));
  return [...new Set(built.flatMap((text) => text.match(/docs\/[a-z]+\.md/g) ?? []))];
}

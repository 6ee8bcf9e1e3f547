/**
 * `npm test`: all tests but the long ones, many files in a process. With `--long`: those, each `.long.test.ts` in a
 * process of its own. With a file, `npm test -- test/x.test.ts`: AVA on all of that file. Other arguments are AVA's.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { hasLongTests, isLongFile } from './long-tests.ts';

const root = path.resolve(import.meta.dirname, '..');
/** Within the project, since AVA runs nothing else. */
const folders = { usual: 'temp/tests', long: 'temp/tests-long' };

/** Enough that no process is left with much work at the end; each of them loads the program anew. */
const processes = 6;

/** They take minutes whatever runs beside them: begun last, nothing but them would run at the end. */
const firstFiles = ['test/e2e/hand-over.long.test.ts', 'test/db/postgres/contract.test.ts'];

/** In a process of their own: tests that have PostgreSQL one after the other. Their long ones are run on a real server, by `test:postgres`. */
const aloneFiles = ['test/db/postgres/contract.test.ts'];

/** Files that run in one process, by the name that the process has in the output. */
function partsOf(isLong: boolean): Map<string, string[]> {
  const all = globSync('test/**/*.test.{ts,tsx}', { cwd: root }).toSorted();
  const nameOf = (file: string) => file.slice('test/'.length).replace(/\..*$/, '').replaceAll(path.sep, '-');
  const isAlone = (file: string) => (isLong ? isLongFile(file) : aloneFiles.includes(file));
  const alone = all.filter(isAlone);
  // AVA begins them in the order of their names.
  const entryOf = (file: string) => `${firstFiles.includes(file) ? '00-' : ''}${nameOf(file)}`;
  const parts = new Map(alone.map((file) => [entryOf(file), [file]]));
  const together = all.filter(
    (file) =>
      !aloneFiles.includes(file) && !isLongFile(file) && (!isLong || hasLongTests(path.join(root, file))),
  );
  // Neighbours go to different processes: files of a folder often take equally long.
  for (const [at, file] of together.entries()) {
    const name = String((at % processes) + 1).padStart(2, '0');
    parts.set(name, [...(parts.get(name) ?? []), file]);
  }
  return parts;
}

/** AVA starts a process for each file that it is given: these import the real ones. */
function writeEntries(folder: string, parts: Map<string, string[]>, isLong: boolean): void {
  mkdirSync(path.join(root, folder), { recursive: true });
  for (const name of readdirSync(path.join(root, folder)))
    if (!parts.has(name.replace(/\..*$/, ''))) rmSync(path.join(root, folder, name));
  for (const [name, files] of parts) {
    const text = [
      "import { runTogether } from '../../scripts/tests-together.ts';",
      `await runTogether(${JSON.stringify(files, null, 2)}, ${isLong});`,
    ];
    writeFileSync(path.join(root, folder, `${name}.test.ts`), text.join('\n'));
  }
}

function main(): number {
  const isLong = process.argv.includes('--long');
  const args = process.argv.slice(2).filter((arg) => arg !== '--long');
  const ava = (more: string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync('ava', [...more, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (args.some((arg) => /^[^-].*\.tsx?(:|$)/.test(arg))) return ava([]).status ?? 1;
  const folder = isLong ? folders.long : folders.usual;
  const parts = partsOf(isLong);
  writeEntries(folder, parts, isLong);
  // More than there are processors, since terminals are mostly waited for.
  const atOnce = `--concurrency=${2 * availableParallelism()}`;
  return ava([atOnce], { SPYGLASS_TEST_ENTRIES: folder }).status ?? 1;
}

process.exitCode = main();

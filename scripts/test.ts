/**
 * `npm test` runs all tests but the `.long.test.ts`, many files in a process. `npm test -- test/x.test.ts` runs AVA on that file; other
 * arguments are AVA's, too.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'temp/tests');
const args = process.argv.slice(2);

/** More than a machine has processors, so that none is left with the last part alone; each loads the program anew. */
const parts = 12;

/** One entry file for AVA for each part. Neighbours go to different parts: files of a folder often take equally long. */
function writeParts(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = globSync('test/**/*.test.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.long\.test\.tsx?$/.test(file),
  );
  for (let part = 0; part < parts; part++) {
    const own = files.toSorted().filter((_, at) => at % parts === part);
    const text = [
      "import { runTogether } from '../../scripts/tests-together.ts';",
      `await runTogether(${JSON.stringify(own, null, 2)});`,
    ];
    writeFileSync(path.join(folder, `${String(part + 1).padStart(2, '0')}.test.ts`), text.join('\n'));
  }
}

const isSelected = args.some((arg) => /^[^-].*\.tsx?(:|$)/.test(arg));
if (!isSelected) writeParts();
const env = { ...process.env, ...(!isSelected && { SPYGLASS_TESTS_TOGETHER: '1' }) };
const { status } = spawnSync('ava', args, { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;

/**
 * `npm run bench -- NAME [--json] [--out FILE] [flags of the bench]` runs `bench/NAME.ts`: a table for people, or with
 * `--json` its figures as one JSON object. `--out` writes progress and result to a file too, for a run that is left in
 * the background.
 */
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type Bench, textFlag } from './support/bench.ts';
import { formatTable } from './support/format-table.ts';

const [name, ...flags] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));
if (name === undefined || !names.includes(name)) {
  process.stderr.write(
    `usage: npm run bench -- ${names.join('|')} [--json] [--out FILE] [flags of the bench]\n`,
  );
  process.exit(2);
}
const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
const out = textFlag(flags, 'out');
if (out !== null) writeFileSync(out, '');
const print = (stream: NodeJS.WriteStream, line: string) => {
  stream.write(`${line}\n`);
  if (out !== null) appendFileSync(out, `${line}\n`);
};
try {
  const {
    tables,
    problems = [],
    ...figures
  } = await bench(
    flags.filter((flag) => flag !== '--json'),
    (line) => print(process.stderr, line),
  );
  if (flags.includes('--json')) print(process.stdout, JSON.stringify({ ...figures, problems }, null, 2));
  else for (const table of tables) print(process.stdout, `${formatTable(table)}\n`);
  for (const problem of problems) print(process.stderr, `problem: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  print(process.stderr, error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}

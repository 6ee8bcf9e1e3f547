/**
 * `npm run bench -- NAME [--json] [flags of the bench]` runs `bench/NAME.ts`: a table for people, or with `--json` its
 * figures as one JSON object.
 */
import { readdirSync } from 'node:fs';
import type { Bench } from './support/bench.ts';
import { formatTable } from './support/format-table.ts';

const [name, ...flags] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- ${names.join('|')} [--json] [flags of the bench]\n`);
  process.exit(2);
}
const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
const say = (line: string) => process.stderr.write(`${line}\n`);
const { tables, ...figures } = await bench(
  flags.filter((flag) => flag !== '--json'),
  say,
);
if (flags.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else for (const table of tables) process.stdout.write(`${formatTable(table)}\n\n`);

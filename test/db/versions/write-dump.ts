/**
 * Writes a database of the schema at hand, with rows in every table, as SQL to standard output. Run once for each
 * released schema, before the next migration is written:
 *
 *     node --import=./scripts/typescript-hook.js test/db/versions/write-dump.ts > test/db/versions/<last migration>.sql
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { minute, monday } from '../fixtures.ts';
import { recordSample } from './sample.ts';

const dir = mkdtempSync(join(tmpdir(), 'sg-'));
const path = join(dir, 'spyglass.sqlite');
const db = await openDatabase({ path, clock: manualClock(monday + 10 * minute) });
await recordSample(db);
await db.close();

const raw = new SqliteDatabase(path, { readonly: true });
const literal = (value: unknown) =>
  value === null ? 'null' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
const schema = raw
  .prepare<[], { type: string; name: string; sql: string }>(
    `select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type desc, name`,
  )
  .all();
const lines = [`pragma application_id = ${raw.pragma('application_id', { simple: true })};`];
lines.push(...schema.map(({ sql }) => `${sql};`));
for (const { type, name } of schema) {
  if (type !== 'table') continue;
  const columns = raw
    .prepare<[string], string>(
      // A computed column takes no value.
      'select name from pragma_table_xinfo(?) where hidden = 0 order by cid',
    )
    .pluck()
    .all(name);
  for (const row of raw
    .prepare<[], Record<string, unknown>>(`select ${columns.join(', ')} from ${name}`)
    .all()) {
    // When the migrations ran is of no interest, and would differ each time.
    const values = Object.entries(row).map(([column, value]) =>
      literal(column === 'executed_at' ? '2026-11-23 15:00:00' : value),
    );
    lines.push(`insert into ${name} (${Object.keys(row).join(', ')}) values (${values.join(', ')});`);
  }
}
raw.close();
rmSync(dir, { recursive: true });
process.stdout.write(`${lines.join('\n')}\n`);

import { SpyglassError } from '../../base/errors.ts';
import type { CheckReport, Maintenance } from '../../recordings/maintenance.ts';
import type { PostgresConnection, Sql } from './connection/sql.ts';
import { datesWithPartitions, isPartitioned } from './partition-dates.ts';
import { newestSchemaVersion, schemaVersion } from './schema-version.ts';
import { databaseBytes } from './table-status.ts';
import { lastIdOf, tablesWithIds } from './used-ids.ts';

/** More lines than this say nothing new. */
const maxProblems = 20;

/** What makes reads slow or rows unsound, and stays unnoticed: each is one line. */
const catalogProblems = `
  select format('the index %s is not valid: run REINDEX INDEX %s', c.relname, c.relname) as problem
  from pg_index as i join pg_class as c on c.oid = i.indexrelid
  where c.relnamespace = current_schema()::regnamespace and not (i.indisvalid and i.indisready)
  union all
  select format('the rule %s of %s was never held against its rows', conname, conrelid::regclass)
  from pg_constraint where connamespace = current_schema()::regnamespace and not convalidated
  union all
  select format('%s pages of the database are damaged, as their checksums say', checksum_failures)
  from pg_stat_database where datname = current_database() and checksum_failures > 0`;

/** @param name what people are shown of the store's URL */
export function createMaintenance(connection: PostgresConnection, name: string): Maintenance {
  return {
    check: (depth = 'quick') => connection.snapshot((sql) => check(sql, depth)),
    backup: () => Promise.reject(noBackup(name)),
  };
}

async function check(sql: Sql, depth: 'quick' | 'full'): Promise<CheckReport> {
  const version = await schemaVersion(sql);
  const problems =
    version === newestSchemaVersion ? [] : [`the schema is ${version}, not ${newestSchemaVersion}`];
  for (const { problem } of await sql.all<{ problem: string }>(catalogProblems)) problems.push(problem);
  problems.push(...(await usedIds(sql)), ...(await polledDates(sql, depth)));
  return {
    isOk: problems.length === 0,
    problems: problems.slice(0, maxProblems),
    ...{ schemaVersion: version, newestSchemaVersion, journalMode: 'server' },
    bytes: await databaseBytes(sql),
    freeBytes: 0,
  };
}

/** A sequence that is behind, as after rows were put in by hand, refuses the next row. */
async function usedIds(sql: Sql): Promise<string[]> {
  const problems: string[] = [];
  for (const table of await tablesWithIds(sql)) {
    const last = await lastIdOf(sql, table);
    const highest = await highestIdOf(sql, table);
    if (highest > last) problems.push(`the ids of ${table} begin at ${last}, and ${highest} is used`);
  }
  return problems;
}

async function highestIdOf(sql: Sql, table: string): Promise<number> {
  // No index has the ids of all partitions: those of the last date are the highest, but for rows that were put in by hand.
  const date = isPartitioned(table) ? ((await datesWithPartitions(sql, table)).at(-1) ?? null) : null;
  const ofDate = date === null ? '' : ' where trade_date = $1';
  const row = await sql.get<{ id: number | null }>(
    `select max(id) as id from ${table}${ofDate}`,
    date === null ? [] : [date],
  );
  return row?.id ?? 0;
}

/** What polls say that they stored has to be there. */
async function polledDates(sql: Sql, depth: 'quick' | 'full'): Promise<string[]> {
  const withContracts = new Set(await datesWithPartitions(sql, 'option_contracts'));
  const problems: string[] = [];
  for (const date of await datesWithPartitions(sql, 'chain_polls')) {
    const hasPartition = withContracts.has(date);
    if (hasPartition && depth === 'quick') continue;
    const polled = await sql.get<{ rows: number }>(
      'select coalesce(sum(stored), 0) as rows from chain_polls where trade_date = $1',
      [date],
    );
    const there = hasPartition
      ? await sql.get<{ rows: number }>(
          'select count(*) as rows from option_contracts where trade_date = $1',
          [date],
        )
      : null;
    const [said, found] = [polled?.rows ?? 0, there?.rows ?? 0];
    if (said === found) continue;
    const what = hasPartition ? `${found} rows` : 'no partition';
    problems.push(`option_contracts has ${what} of ${date}, and its polls have stored ${said}`);
  }
  return problems;
}

/** Why a store is not backed up here: the server's own tool copies it as it is at one instant, while it is written to. */
export function noBackup(name: string): SpyglassError {
  return new SpyglassError('usage', `The recordings are on a server, whose own tools back them up: ${name}`, {
    hint: `Run: pg_dump --format=custom --file=FILE --username=USER --dbname=${name} (the password comes from ~/.pgpass, or is asked for). \`spyglass db copy from-store FILE\` copies them into a SQLite database.`,
  });
}

import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { postgresMigrations } from '../../../../migrations/postgres/list.ts';
import type { PostgresConnection } from '../../../../src/db/postgres/connection/sql.ts';
import type { Transaction } from '@mikro-orm/postgresql';
import { migrate } from '../../../../src/db/postgres/migrate-store.ts';
import { deskOn } from '../../../../src/db/postgres/desk/open-desk.ts';
import { createSchema, type MigratingOrm, schemaState } from '../../../../src/db/postgres/schema-version.ts';
import { deskOf } from '../../../support/postgres/test-store.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { take } from '../../../recordings/contract/open-desk.ts';
import { monday, newDatabase } from '../../fixtures.ts';
import type { OpenStore } from './open-store.ts';

/** What only several daemons need. */
const ofDesks = [
  'recorder_lease',
  'desk_followers',
  'recorded_events',
  'recorded_snapshots',
  'spooled_polls',
];

const columnsOf = async (connection: PostgresConnection) =>
  (
    await connection.rows<[table: string, column: string, nullable: string]>(
      `select table_name, column_name, is_nullable from information_schema.columns
       where table_schema = current_schema() and table_name not like 'mikro_orm%' and table_name !~ '_[0-9]{8}$'`,
    )
  )
    .map(([table, column, nullable]) => ({ table, column, isNullable: nullable === 'YES' }))
    .filter(({ table }) => !ofDesks.includes(table));

/** What the schema of a store on PostgreSQL must be. */
export function testSchema(open: OpenStore): void {
  test('every table has the columns of SQLite’s, and one more where there are partitions', async (t) => {
    const { connection } = await open(t);
    const { db, path } = await newDatabase(t);
    await db.close();
    const raw = new SqliteDatabase(path, { readonly: true });
    t.teardown(() => raw.close());
    const ofSqlite = raw
      .prepare<[], [string, string, number, number]>(
        `select m.name, c.name, c."notnull", c.pk from sqlite_schema as m, pragma_table_xinfo(m.name) as c
         where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'mikro_orm%'`,
      )
      .raw()
      .all();
    const line = (table: string, column: string, isNullable: boolean) =>
      `${table}.${column}${isNullable ? ' or null' : ''}`;
    const expected = ofSqlite.map(([table, column, notNull, key]) =>
      // A key is never null, whether SQLite says so or not; the others may be where the rule is a CHECK.
      line(table, column, notNull === 0 && key === 0),
    );
    const found = (await columnsOf(connection)).map(({ table, column, isNullable }) =>
      line(table, column, isNullable),
    );
    const partitionKeys = ['chain_polls', 'option_contracts', 'spy_quotes'].map((table) =>
      line(table, 'trade_date', false),
    );
    t.deepEqual(found.toSorted(), [...expected, ...partitionKeys].toSorted());
  });

  test('a store of a newer version is refused by everybody, naming both versions', async (t) => {
    const store = await open(t);
    const newer = `insert into mikro_orm_migrations (name, executed_at) values ('Migration20991231_later', now())`;
    await store.connection.run(newer);
    t.teardown(() => store.connection.run(`delete from mikro_orm_migrations where name like '%later'`));
    const desk = deskOf(store);
    const known = postgresMigrations.at(-1)!.name;
    const refused = { code: 'database_newer', message: new RegExp(`Migration20991231_later.*${known}`) };
    await t.throwsAsync(desk.openForReading(), refused);
    await t.throwsAsync(desk.open({ held: await take(desk), clock: manualClock(monday) }), refused);
  });

  test('only who holds the lease brings an older store up to date', async (t) => {
    const store = await open(t);
    const later = 'Migration20991231_later';
    const versions = [...postgresMigrations.map(({ name }) => name), later];
    const orm = ormWithOneMore(store.orm, later);
    t.teardown(async () => {
      await store.connection.run('drop table if exists of_later');
      await store.connection.run('delete from mikro_orm_migrations where name = $1', [later]);
    });
    const desk = deskOn({
      name: 'postgres://test',
      orm,
      connection: store.connect(),
      market: 'live',
      versions,
    });
    await t.throwsAsync(desk.openForReading(), {
      code: 'migration_needed',
      message: new RegExp(`${versions.at(-2)}.*${later}`),
    });
    const lost = await take(desk);
    await lost.release();
    const held = await take(desk);
    await t.throwsAsync(desk.open({ held: lost, clock: manualClock(monday) }), { code: 'lease_lost' });
    const isThere = async () =>
      (await store.connection.get<{ name: string | null }>(`select to_regclass('of_later')::text as name`))
        ?.name !== null;
    t.false(await isThere());
    await desk.open({ held, clock: manualClock(monday) });
    t.true(await isThere());
    t.is((await desk.openForReading()).path, 'postgres://test');
  });

  test('`db migrate` of an older store waits for no recorder, and holds the lease while it is at work', async (t) => {
    const store = await open(t);
    const later = 'Migration20991231_later';
    const versions = [...postgresMigrations.map(({ name }) => name), later];
    t.teardown(async () => {
      await store.connection.run('drop table if exists of_later');
      await store.connection.run('delete from mikro_orm_migrations where name = $1', [later]);
    });
    const orm = ormWithOneMore(store.orm, later);
    const older = { name: 'postgres://test', orm, connection: store.connect(), versions };
    const held = await take(deskOf(store));
    await t.throwsAsync(migrate(older, 7), { code: 'lease_held' });
    await held.release();
    t.like(await migrate(older, 7), { from: versions.at(-2), to: later, pending: [later] });
    t.like(await migrate(older, 7), { from: later, to: later, pending: [] });
    const row = await store.connection.get<{ token: number; holder: string; expires: number }>(
      'select token, holder, expires_at as expires from recorder_lease',
    );
    t.like(row, { token: held.token + 1, expires: 0 });
    t.regex(row!.holder, /^db migrate on .+ \(7\)$/);
  });

  test('migrations go down to nothing and up again', async (t) => {
    const { connection, orm } = await open(t);
    const before = await columnsOf(connection);
    await orm.migrator.down({ to: 0 });
    t.deepEqual(await columnsOf(connection), []);
    const kinds = await connection.rows<[string]>(
      `select typname from pg_type where typnamespace = current_schema()::regnamespace and typtype = 'd'`,
    );
    t.deepEqual(kinds, [], 'the domains are gone, too');
    await orm.migrator.up();
    const order = (columns: typeof before) =>
      columns.map(({ table, column }) => `${table}.${column}`).toSorted();
    t.deepEqual(order(await columnsOf(connection)), order(before));
  });

  test('an empty store gets its tables once, whoever comes first', async (t) => {
    const { connection, orm } = await open(t);
    await orm.migrator.down({ to: 0 });
    t.is(await schemaState(connection, 'postgres://test'), 'empty');
    await Promise.all([createSchema(orm), createSchema(orm)]);
    t.is(await schemaState(connection, 'postgres://test'), 'current');
  });

  test('tables of another program are left alone', async (t) => {
    const { connection, orm } = await open(t);
    t.teardown(async () => {
      await connection.run('drop table invoices');
      await orm.migrator.up();
    });
    await orm.migrator.down({ to: 0 });
    await connection.run('create table invoices (id integer)');
    await t.throwsAsync(schemaState(connection, 'postgres://test'), {
      code: 'database_broken',
      message: /invoices/,
    });
  });
}

/** The same, with a migration after the last one. */
function ormWithOneMore({ driver }: MigratingOrm, name: string): MigratingOrm {
  const up = async (options: { transaction?: Transaction }) => {
    const run = (statement: string, values: unknown[] = []) =>
      driver.getConnection().execute(statement, values, 'run', options.transaction);
    await run('create table of_later (id integer)');
    await run('insert into mikro_orm_migrations (name, executed_at) values (?, now())', [name]);
    return [];
  };
  return { driver, migrator: { up } as unknown as MigratingOrm['migrator'] };
}

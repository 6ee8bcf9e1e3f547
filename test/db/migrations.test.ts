import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/sqlite';
import test, { type ExecutionContext } from 'ava';
import { migrations } from '../../migrations/list.ts';
import cliOptions from '../../mikro-orm.config.ts';
import { ormOptions } from '../../src/db/sqlite/orm-options.ts';
import { tempDir } from '../support/temp-dir.ts';

const folder = join(import.meta.dirname, '../../migrations');

async function newOrm(t: ExecutionContext) {
  const orm = new MikroORM(ormOptions(join(await tempDir(t), 'spyglass.sqlite')));
  t.teardown(() => orm.close(true));
  const native = await orm.driver.getConnection().getNativeClient();
  const schema = () =>
    native
      .prepare<[], { name: string; sql: string }>(
        `select name, sql from sqlite_schema where name not like 'sqlite%' and name <> 'mikro_orm_migrations' order by name`,
      )
      .all();
  return { orm, native, schema };
}

test('migrations go up, down to nothing, and up to the same schema again', async (t) => {
  const { orm, native, schema } = await newOrm(t);
  await orm.migrator.up();
  const first = schema();
  t.true(first.length > 7);
  t.is(native.pragma('application_id', { simple: true }), 0x53505947);

  await orm.migrator.down({ to: 0 });
  t.deepEqual(schema(), []);
  t.is(native.pragma('application_id', { simple: true }), 0);

  await orm.migrator.up();
  t.deepEqual(schema(), first);
});

test('every migration can be taken back by itself', async (t) => {
  const { orm, schema } = await newOrm(t);
  for (const { name } of migrations) {
    const before = schema();
    await orm.migrator.up(name);
    const after = schema();
    t.notDeepEqual(after, before, name);
    await orm.migrator.down(name);
    t.deepEqual(schema(), before, name);
    await orm.migrator.up(name);
    t.deepEqual(schema(), after, name);
  }
});

test('entities and migrations describe the same schema, checks included', async (t) => {
  const { orm, native } = await newOrm(t);
  await orm.migrator.up();
  t.is(await orm.schema.getUpdateSchemaSQL(), '');

  // The comparison must be able to see a difference, or its silence says nothing.
  native.exec('drop index idx_spy_quotes_timestamp');
  t.regex(await orm.schema.getUpdateSchemaSQL(), /idx_spy_quotes_timestamp/);
});

test('the schema comparison notices a check that differs', async (t) => {
  const { orm, native } = await newOrm(t);
  await orm.migrator.up();
  const { sql } = native
    .prepare<[], { sql: string }>(`select sql from sqlite_schema where name = 'spy_quotes'`)
    .get()!;
  native.exec('drop table spy_quotes');
  native.exec(sql.replace('check (bid > 0 and bid < 1000000)', 'check (bid >= 0 and bid < 1000000)'));
  t.regex(await orm.schema.getUpdateSchemaSQL(), /bid > 0/);
});

test('the list names every file of the migrations folder, oldest first', (t) => {
  const files = readdirSync(folder)
    .filter((file) => /^Migration\d+.*\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
  t.deepEqual(
    migrations.map(({ name }) => name),
    files,
  );
});

test('the committed snapshot is that of the entities, so that the next migration holds only what changes', async (t) => {
  t.is(cliOptions.migrations?.snapshotName, '.snapshot-spyglass');
  const orm = new MikroORM({ ...cliOptions, dbName: join(await tempDir(t), 'cli.sqlite') });
  t.teardown(() => orm.close(true));
  t.false(await orm.migrator.checkSchema(), 'run `npm run db:migration`: the entities have changed');
});

test('tables and indexes are those of the specification', async (t) => {
  const { orm, native } = await newOrm(t);
  await orm.migrator.up();
  const indexes = native
    .prepare<[], { name: string; tbl_name: string; sql: string }>(
      `select name, tbl_name, sql from sqlite_schema where type = 'index' and name not like 'sqlite%' order by name`,
    )
    .all()
    .map(({ sql }) =>
      sql
        .replaceAll('`', '')
        .replace(/^create (unique )?index/i, '$1index')
        .replace(/^UNIQUE/, 'unique'),
    );
  t.deepEqual(indexes, [
    'unique index idx_alert_deliveries_alert_id_channel on alert_deliveries (alert_id, channel)',
    'index idx_alert_deliveries_next_attempt_at on alert_deliveries (next_attempt_at) where next_attempt_at is not null',
    'index idx_alert_deliveries_timestamp on alert_deliveries (timestamp)',
    'index idx_alerts_timestamp on alerts (timestamp)',
    'index idx_api_requests_log_endpoint on api_requests_log (endpoint)',
    'index idx_api_requests_log_status_code on api_requests_log (status_code)',
    'index idx_api_requests_log_timestamp on api_requests_log (timestamp)',
    'unique index idx_archived_sessions_date_underlying on archived_sessions (date, underlying)',
    'unique index idx_chain_metrics_underlying_expiration_date_timestamp on chain_metrics (underlying, expiration_date, timestamp)',
    'index idx_chain_metrics_underlying_timestamp on chain_metrics (underlying, timestamp)',
    'unique index idx_chain_polls_underlying_expiration_date_timestamp on chain_polls (underlying, expiration_date, timestamp)',
    'index idx_chain_polls_underlying_timestamp_expiration_date on chain_polls (underlying, timestamp, expiration_date)',
    'unique index idx_exchange_days_date_told_by on exchange_days (date, told_by)',
    'index idx_historical_prices_symbol_date on historical_prices (symbol, date)',
    'unique index idx_historical_prices_symbol_timeframe_bar_start on historical_prices (symbol, timeframe, bar_start)',
    'index idx_historical_prices_timeframe on historical_prices (timeframe)',
    'unique index idx_market_data_cache_cache_key on market_data_cache (cache_key)',
    'index idx_market_data_cache_data_type on market_data_cache (data_type)',
    'index idx_market_data_cache_expires_at on market_data_cache (expires_at)',
    'index idx_option_contracts_strike_option_type on option_contracts (strike, option_type)',
    'unique index idx_option_contracts_symbol_timestamp on option_contracts (symbol, timestamp)',
    'index idx_option_contracts_timestamp on option_contracts (timestamp)',
    'index idx_option_contracts_underlying_expiration_date on option_contracts (underlying, expiration_date)',
    'unique index idx_poll_gaps_underlying_job_open on poll_gaps (underlying, job) where ended_at is null',
    'index idx_poll_gaps_underlying_session_date_job on poll_gaps (underlying, session_date, job)',
    'unique index idx_rebuilt_contracts_underlying_date_expiration_date_symbol on rebuilt_contracts (underlying, date, expiration_date, symbol)',
    'unique index idx_rebuilt_days_underlying_date_expiration_date on rebuilt_days (underlying, date, expiration_date)',
    'unique index idx_rebuilt_metrics_underlying_timestamp_expiration_date on rebuilt_metrics (underlying, timestamp, expiration_date)',
    'unique index idx_rebuilt_minutes_symbol_minute_start on rebuilt_minutes (symbol, minute_start)',
    'unique index idx_rebuilt_spots_underlying_minute_start on rebuilt_spots (underlying, minute_start)',
    'unique index idx_recomputed_metrics_chain_timestamp_model_version on recomputed_metrics (underlying, expiration_date, timestamp, model_version)',
    'index idx_spy_quotes_received_at on spy_quotes (received_at)',
    'index idx_spy_quotes_symbol_received_at on spy_quotes (symbol, received_at)',
    'index idx_spy_quotes_symbol_timestamp on spy_quotes (symbol, timestamp)',
    'index idx_spy_quotes_timestamp on spy_quotes (timestamp)',
  ]);
});

test('each migration says how to take it back', (t) => {
  for (const { name } of migrations) {
    const source = readFileSync(join(folder, `${name}.ts`), 'utf8');
    t.regex(source, /override up\(\)/, name);
    t.regex(source, /override (async )?down\(\)/, name);
  }
});

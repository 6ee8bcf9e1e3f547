import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/sqlite';
import test, { type ExecutionContext } from 'ava';
import type { NativeDatabase } from '../../src/db/sqlite/connection.ts';
import { assembleStores, openDatabase } from '../../src/db/sqlite/open-database.ts';
import { createLogCopier } from '../../src/db/sqlite/files/log-copier.ts';
import { createWriter } from '../../src/db/sqlite/writer.ts';
import { createRetention } from '../../src/db/sqlite/retention.ts';
import { ormOptions } from '../../src/db/sqlite/orm-options.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { monday } from './fixtures.ts';
import { useEverything } from './use-everything.ts';

const tables = [
  'market_data_cache',
  'spy_quotes',
  'option_contracts',
  'historical_prices',
  'api_requests_log',
  'chain_polls',
  'poll_gaps',
  'chain_metrics',
  'exchange_days',
  'alerts',
  'recomputed_metrics',
  'archived_sessions',
  'alert_deliveries',
  'rebuilt_days',
  'rebuilt_contracts',
  'rebuilt_minutes',
  'rebuilt_spots',
  'rebuilt_metrics',
];

/** Reads that may walk a whole table, and why. */
const allowed: { pattern: RegExp; why: string }[] = [
  {
    pattern: /^select coalesce\(sum\(stored\), 0\) from chain_polls$/,
    why: 'some 40,000 polls instead of 10 million rows',
  },
  { pattern: /^select count\(\*\) from \w+$/, why: 'counting walks the smallest index, by pages' },
  {
    pattern: /^select (min|max)\(\w+\) from (spy_quotes|option_contracts|api_requests_log|alerts)$/,
    why: 'one end of an index',
  },
  { pattern: /^select (min|max)\(started_at\) from poll_gaps$/, why: 'a handful of rows a day at most' },
  {
    pattern:
      /^select (min|max)\(created_at\) from exchange_days$|^select date, .* from exchange_days where created_at <= \? order by/,
    why: 'a handful of rows a year',
  },
  {
    pattern: /^select (min|max)\(archived_at\) from archived_sessions$/,
    why: 'a row a day and underlying',
  },
  {
    pattern: /^select underlying, date, .* from archived_sessions order by date, underlying$/,
    why: 'all of them are asked for',
  },
  {
    pattern: /from alert_deliveries group by channel/,
    why: 'the alerts of some days, once a start',
  },
  {
    pattern: /from rebuilt_days as d( left join .*)?( where :underlying is null or .*)?$/,
    why: 'a row for each day that somebody has rebuilt',
  },
  {
    pattern: /^select created_at from market_data_cache order by expires_at( desc)? limit 1$/,
    why: 'one end of an index',
  },
];

/** Stores over a real database, with every statement that they prepare or that the ORM sends for them. */
async function watchedStores(t: ExecutionContext) {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const clock = manualClock(monday);
  const statements = new Set<string>();
  await (await openDatabase({ path, clock })).close();
  const orm = new MikroORM(
    ormOptions(path, {
      onQuery: (sql) => {
        statements.add(sql);
        return sql;
      },
    }),
  );
  t.teardown(() => orm.close(true));
  const native = await orm.driver.getConnection().getNativeClient();
  const watched = new Proxy(native, {
    get(target, name) {
      if (name === 'prepare') {
        return (sql: string) => {
          statements.add(sql);
          return target.prepare(sql);
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  }) as NativeDatabase;
  const logCopier = createLogCopier(watched);
  const stores = assembleStores({ orm, native: watched }, path, logCopier);
  const retention = createRetention({
    ...{ native: watched, writer: createWriter(), clock, logCopier, forget: stores.chains.forget },
    archivedSessions: stores.archivedSessions,
  });
  return { stores: { ...stores, retention }, statements, native };
}

/** Lines of a plan that walk one of our tables from end to end. */
function fullScans(native: NativeDatabase, sql: string): string[] {
  const parameters = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, 0]));
  const statement = native.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
  const unnamed = sql.match(/\?/g)?.length ?? 0;
  const rows =
    Object.keys(parameters).length > 0
      ? statement.all(parameters)
      : statement.all(...new Array(unnamed).fill(0));
  const aliases = new Map(tables.map((table) => [table, table]));
  for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+`?(\w+)`?\s+as\s+`?(\w+)`?/gi)) {
    if (table !== undefined && alias !== undefined && tables.includes(table)) aliases.set(alias, table);
  }
  return rows
    .map(({ detail }) => detail)
    .filter((detail) => aliases.has(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''));
}

test('every read and delete of the stores searches an index and walks no table', async (t) => {
  const { stores, statements, native } = await watchedStores(t);
  await useEverything(stores);
  const checked = [...statements].filter(
    (sql) => /^\s*(select|with|delete|update)\b/i.test(sql) && !/sqlite_schema|mikro_orm/.test(sql),
  );
  t.true(checked.length > 40, `${checked.length} statements`);
  for (const sql of checked) {
    const plain = sql.trim().replaceAll(/\s+/g, ' ');
    if (allowed.some(({ pattern }) => pattern.test(plain))) continue;
    t.deepEqual(fullScans(native, sql), [], plain);
  }
});

test('the chain at an instant is searched for by the unique index alone', async (t) => {
  const { stores, statements, native } = await watchedStores(t);
  await stores.chains.at('SPY', '2026-11-23', monday);
  const sql = [...statements].find((statement) => statement.includes('is_listed = 1'));
  const plan = native
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all({ ranges: '[]', at: 0 })
    .map(({ detail }) => detail)
    .filter((detail) => /option_contracts|state/.test(detail));
  t.deepEqual(
    new Set(plan),
    new Set([
      'SEARCH option_contracts USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH option_contracts USING COVERING INDEX idx_option_contracts_symbol_timestamp (symbol>? AND symbol<?)',
      'SEARCH state USING COVERING INDEX idx_option_contracts_symbol_timestamp (symbol=? AND timestamp<?)',
    ]),
  );
});

test('quotes are read by their receipt from its index alone, and the latest one of a symbol from another', async (t) => {
  const { stores, statements, native } = await watchedStores(t);
  await stores.quotes.receivedBetween({ from: 0, asOf: 0, limit: 1, symbols: [] });
  const plansOf = (part: string) =>
    [...statements]
      .filter((sql) => /^\s*select/.test(sql) && sql.includes('spy_quotes') && sql.includes(part))
      .flatMap((sql) => {
        const names = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, 0]));
        const values = Object.keys(names).length > 0 ? [names] : [...sql.matchAll(/\?/g)].map(() => 0);
        return native.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...values);
      })
      .map(({ detail }) => detail)
      .filter((detail) => /spy_quotes|B-TREE/.test(detail));
  t.deepEqual(
    new Set(plansOf('where received_at > :from')),
    new Set(['SEARCH spy_quotes USING INDEX idx_spy_quotes_received_at (received_at>? AND received_at<?)']),
  );
  t.deepEqual(
    new Set(plansOf('symbol = :symbol and timestamp <= :asOf')),
    new Set(['SEARCH spy_quotes USING INDEX idx_spy_quotes_symbol_timestamp (symbol=? AND timestamp<?)']),
  );
});

test('the rows of a session are counted by the indexes of its symbol and time', async (t) => {
  const { stores, statements, native } = await watchedStores(t);
  await stores.sessions.counts({ underlying: 'SPY', date: '2026-11-23' });
  const plans = [...statements]
    .filter((sql) => /^\s*select count/.test(sql) && sql.includes(':underlying'))
    .flatMap((sql) => {
      const names = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, 0]));
      return native.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(names);
    })
    .map(({ detail }) => detail);
  t.deepEqual(plans.sort(), [
    'SEARCH alerts USING INDEX idx_alerts_timestamp (timestamp>? AND timestamp<?)',
    'SEARCH chain_metrics USING COVERING INDEX idx_chain_metrics_underlying_timestamp (underlying=? AND timestamp>? AND timestamp<?)',
    'SEARCH chain_polls USING INDEX idx_chain_polls_underlying_timestamp_expiration_date (underlying=? AND timestamp>? AND timestamp<?)',
    'SEARCH poll_gaps USING COVERING INDEX idx_poll_gaps_underlying_session_date_job (underlying=? AND session_date=?)',
    'SEARCH spy_quotes USING COVERING INDEX idx_spy_quotes_symbol_received_at (symbol=? AND received_at>? AND received_at<?)',
  ]);
});

test('a contract of a session is found by the unique index alone', async (t) => {
  const { stores, statements, native } = await watchedStores(t);
  await stores.sessions.contracts({ underlying: 'SPY', date: '2026-11-23' }, null, 9);
  const plans = [...statements]
    .filter((sql) => /from option_contracts where symbol [=>] \?/.test(sql.replaceAll(/\s+/g, ' ')))
    .flatMap((sql) => {
      const values = [...sql.matchAll(/\?/g)].map(() => 0);
      return native.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...values);
    })
    .map(({ detail }) => detail);
  t.true(plans.length >= 3);
  for (const detail of plans)
    t.regex(detail, /^SEARCH option_contracts USING (COVERING )?INDEX idx_option_contracts_symbol_timestamp/);
});

test('the check of plans notices a walk over a table', async (t) => {
  const { native } = await watchedStores(t);
  t.not(fullScans(native, 'select * from spy_quotes where price > ?').length, 0);
  t.not(fullScans(native, 'select * from option_contracts as state where bid > :low').length, 0);
  t.is(fullScans(native, 'select * from spy_quotes where timestamp > ?').length, 0);
});

import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import test, { type ExecutionContext } from 'ava';
import { spxSession, spySession } from './support/known-session.ts';

const directory = path.join(import.meta.dirname, 'fixtures/schema-1');
const table = (name: string) =>
  `read_parquet('${directory}/*/*/${name}.parquet', hive_partitioning = true, union_by_name = true)`;

/** Asks DuckDB, which knows nothing of us. */
async function openDuckDb(t: ExecutionContext) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  t.teardown(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

test('DuckDB reads the types that the columns are', async (t) => {
  const ask = await openDuckDb(t);
  const types = async (sql: string) =>
    Object.fromEntries(
      (await ask(`describe select * from ${sql}`)).map((row) => [row.column_name, row.column_type]),
    );
  const chain = await types(table('chain'));
  t.like(chain, {
    ...{ symbol: 'VARCHAR', expiration: 'DATE', strike: 'DECIMAL(10,4)', bid: 'DECIMAL(10,4)' },
    ...{ timestamp: 'TIMESTAMP WITH TIME ZONE', quoted_at: 'TIMESTAMP WITH TIME ZONE', is_listed: 'BOOLEAN' },
    ...{ volume: 'BIGINT', delta: 'DOUBLE', underlying: 'VARCHAR', date: 'DATE' },
    // Of prices that four decimals do not hold.
    last: 'DOUBLE',
  });
  t.like(await types(table('quotes')), {
    price: 'DOUBLE',
    previous_close: 'DECIMAL(10,4)',
    volume: 'DOUBLE',
  });
  t.like(await types(table('levels')), {
    spot: 'DOUBLE',
    regular_close: 'TIMESTAMP WITH TIME ZONE',
    oi_known: 'BOOLEAN',
  });
});

test('DuckDB finds the sums of the recording in every partition', async (t) => {
  const ask = await openDuckDb(t);
  const found = await ask(`
    select underlying, cast(date as varchar) as date, count(*) as rows, sum(bid) as bids, sum(delta) as deltas,
      count(quoted_at) as quoted, max(epoch_ms(timestamp)) as last, count(*) filter (not is_listed) as missing
    from ${table('chain')} group by all order by all`);
  const expected = [spxSession, spySession].map(({ key, states }) => ({
    ...{ underlying: key.underlying, date: key.date, rows: String(states.length) },
    bids: states.reduce((sum, { bid }) => sum + (bid ?? 0), 0).toFixed(4),
    deltas: states.reduce((sum, { delta }) => sum + (delta ?? 0), 0),
    quoted: String(states.filter(({ quotedAt }) => quotedAt !== null).length),
    last: String(Math.max(...states.map(({ timestamp }) => timestamp))),
    missing: String(states.filter(({ isListed }) => !isListed).length),
  }));
  t.deepEqual(
    found.map((row) => ({ ...row, deltas: Number(row.deltas).toFixed(10) })),
    expected.map((row) => ({ ...row, deltas: row.deltas.toFixed(10) })),
  );
});

test('DuckDB joins chain, polls and levels by their times', async (t) => {
  const ask = await openDuckDb(t);
  const [joined] = await ask(`
    select count(*) as rows, min(strftime(chain.timestamp at time zone 'America/New_York', '%H:%M')) as first
    from ${table('chain')} as chain
    join ${table('polls')} as polls using (underlying, date, expiration, timestamp)
    join ${table('levels')} as levels using (underlying, date, expiration, timestamp)
    where underlying = 'SPY' and levels.spot is not null`);
  t.deepEqual(joined, { rows: '6', first: '09:30' });
});

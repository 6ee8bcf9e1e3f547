import type { RecordedLevels } from '../../../../market/levels/levels.ts';
import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import type { MinuteGreeks, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from '../../../rows/levels-rows.ts';
import { minuteMs } from '../../../rows/rebuilt-rows.ts';
import type { PostgresConnection, SqlTransaction } from '../../connection/sql.ts';
import { columnsOf, type ColumnType, putRows, unnest } from '../../put-rows.ts';
import type { PostgresWriter } from '../../writer.ts';

const texts: readonly string[] = [
  ...['underlying', 'spot_source', 'tier', 'source', 'dealer_sign', 'call_market', 'put_market', 'exercise'],
];
const names = levelsColumns.map(({ column }) => column);
const levelTypes = names.map((name): ColumnType => {
  if (name === 'expiration_date') return 'date';
  return texts.includes(name) ? 'text' : 'float8';
});
const key = ['underlying', 'timestamp', 'expiration_date'];
const replaced = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);

const putLevels = `
  insert into rebuilt_metrics (${names.join(', ')}, created_at)
  select given.*, $1::bigint from ${unnest(levelTypes, 2)} as given
  on conflict (${key.join(', ')}) do update set ${replaced.join(', ')}`;

const greekTypes: ColumnType[] = ['text', 'float8', 'float8', 'float8', 'float8', 'float8', 'float8'];

const putGreeks = `
  update rebuilt_minutes as m set implied_volatility = given.implied_volatility, delta = given.delta, gamma = given.gamma,
    theta = given.theta, vega = given.vega, model_version = $1
  from ${unnest(greekTypes, 2)} as given (symbol, start, implied_volatility, delta, gamma, theta, vega)
  where m.symbol = given.symbol and m.minute_start = given.start::bigint`;

const setUntil = `
  update rebuilt_days set modelled_until = $4 where underlying = $1 and date = $2 and expiration_date = $3`;

const levelsBetween = `
  select ${levelsColumns.map(({ column, field }) => `${column} as "${field}"`).join(', ')} from rebuilt_metrics
  where underlying = $1 and timestamp > $2 and timestamp <= $3 order by timestamp, expiration_date`;

const minutesBetween = `
  select timestamp from rebuilt_metrics
  where underlying = $1 and expiration_date = $2 and timestamp > $3 and timestamp <= $4 order by timestamp`;

const greeksOf = `
  select m.symbol, m.minute_start as start, m.implied_volatility as "impliedVolatility", m.delta, m.gamma, m.theta, m.vega
  from rebuilt_contracts as c join rebuilt_minutes as m on m.symbol = c.symbol and m.minute_start = $4
  where c.underlying = $1 and c.date = $2 and c.expiration_date = $3`;

/** What our model makes of rebuilt minutes. */
export function createRebuiltModel(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): Pick<RebuiltStore, 'modelled' | 'levels' | 'minutes' | 'greeks'> {
  return {
    modelled: (...args) => write((sql) => modelled(sql, ...args)),
    levels: async (...range) => (await connection.all<LevelsRow>(levelsBetween, range)).map(rebuiltLevels),
    async greeks(underlying, expiration, timestamp) {
      const start = timestamp - minuteMs;
      return await connection.all<MinuteGreeks>(greeksOf, [
        ...[underlying, newYorkDate(start), expiration, start],
      ]);
    },
    async minutes(...range) {
      const rows = await connection.rows<[timestamp: number]>(minutesBetween, range);
      return rows.map(([timestamp]) => timestamp);
    },
  };
}

async function modelled(
  sql: SqlTransaction,
  ...[{ underlying, date, expiration }, done]: Parameters<RebuiltStore['modelled']>
): ReturnType<RebuiltStore['modelled']> {
  const greeks = done.greeks.map(({ symbol, start, impliedVolatility, delta, gamma, theta, vega }) => [
    ...[symbol, start, impliedVolatility, delta, gamma, theta, vega],
  ]);
  if (greeks.length > 0)
    await sql.run(putGreeks, [done.modelVersion, ...columnsOf(greeks, greekTypes.length)]);
  const put = (some: readonly RecordedLevels[]) =>
    sql.run(putLevels, [done.until, ...columnsOf(some.map(levelValues), levelTypes.length)]);
  const refused = await putRows(sql, done.levels, put);
  await sql.run(setUntil, [underlying, date, expiration, done.until]);
  return { refused: refused.map(({ row, reason }) => ({ timestamp: row.timestamp, reason })) };
}

function levelValues(levels: RecordedLevels) {
  const row = fromLevels(levels);
  return levelsColumns.map(({ field }) => row[field]);
}

const rebuiltLevels = (row: LevelsRow) => ({ ...toLevels(row), isRebuilt: true as const });

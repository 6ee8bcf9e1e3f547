import type { MinuteBar, RebuiltKey, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { boundsOf, minuteBarColumns, readMinuteBar } from '../../../rows/rebuilt-rows.ts';
import type { PostgresConnection, SqlTransaction } from '../../connection/sql.ts';
import { columnsOf, type ColumnType, putRows, unnest } from '../../put-rows.ts';
import type { PostgresWriter } from '../../writer.ts';

const bars = minuteBarColumns.join(', ');
const barTypes = minuteBarColumns.map((): ColumnType => 'float8');
const barValues = ({ start, open, high, low, close, volume, vwap, trades }: MinuteBar) => [
  ...[start, open, high, low, close, volume, vwap, trades],
];

const replaced = minuteBarColumns
  .slice(1)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

const putSpots = `
  insert into rebuilt_spots (underlying, ${bars}) select $1, given.* from ${unnest(barTypes, 2)} as given
  on conflict (underlying, minute_start) do update set ${replaced}`;

const contractTypes: ColumnType[] = ['text', 'float8', 'text', 'float8', 'float8'];

const putContracts = `
  insert into rebuilt_contracts as c
    (underlying, date, expiration_date, symbol, strike, option_type, shares_per_contract, open_interest)
  select $1, $2::date, $3::date, given.* from ${unnest(contractTypes, 4)} as given
  on conflict (underlying, date, expiration_date, symbol) do update set
    open_interest = coalesce(c.open_interest, excluded.open_interest)`;

const ofKey = 'underlying = $1 and date = $2 and expiration_date = $3';

const listed = `update rebuilt_days set listed_at = coalesce($4, listed_at), finished_at = null where ${ofKey}`;

const clearMinutes =
  'delete from rebuilt_minutes where symbol = $1 and minute_start >= $2 and minute_start < $3';

const putMinutes = `
  insert into rebuilt_minutes (symbol, underlying, expiration_date, strike, option_type, day_volume, ${bars})
  select c.symbol, c.underlying, c.expiration_date, c.strike, c.option_type, given.*
  from rebuilt_contracts as c cross join ${unnest(['float8', ...barTypes], 5)} as given
  where ${ofKey} and symbol = $4`;

const asked = `update rebuilt_contracts set asked_at = $5, minutes = $6 where ${ofKey} and symbol = $4`;

const barsOfContract = `
  select ${readMinuteBar} from rebuilt_minutes
  where symbol = $1 and minute_start >= $2 and minute_start < $3 order by minute_start`;

const barsOfUnderlying = `
  select ${readMinuteBar} from rebuilt_spots
  where underlying = $1 and minute_start >= $2 and minute_start < $3 order by minute_start`;

const keyOf = ({ underlying, date, expiration }: RebuiltKey) => [underlying, date, expiration];

/** The contracts as they were listed, their minutes and those of the underlying. */
export function createRebuiltBars(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): Pick<RebuiltStore, 'list' | 'answered' | 'bars' | 'spots'> {
  return {
    list: (...args) => write((sql) => list(sql, ...args)),
    answered: (...args) => write((sql) => answered(sql, ...args)),
    bars: (symbol, from, to) => connection.all<MinuteBar>(barsOfContract, [symbol, from, to]),
    spots: (underlying, from, to) => connection.all<MinuteBar>(barsOfUnderlying, [underlying, from, to]),
  };
}

async function list(
  sql: SqlTransaction,
  ...[key, contracts, spots, listedAt]: Parameters<RebuiltStore['list']>
): Promise<void> {
  await putRows(sql, spots, (some) =>
    sql.run(putSpots, [key.underlying, ...columnsOf(some.map(barValues), barTypes.length)]),
  );
  const rows = contracts.map(({ symbol, strike, optionType, sharesPerContract, openInterest }) => [
    ...[symbol, strike, optionType, sharesPerContract, openInterest],
  ]);
  await sql.run(putContracts, [...keyOf(key), ...columnsOf(rows, contractTypes.length)]);
  await sql.run(listed, [...keyOf(key), listedAt]);
}

async function answered(
  sql: SqlTransaction,
  ...[key, symbol, given, askedAt]: Parameters<RebuiltStore['answered']>
): ReturnType<RebuiltStore['answered']> {
  const { from, to } = boundsOf(key.date);
  await sql.run(clearMinutes, [symbol, from, to]);
  // By the day: a bar that is left out adds nothing to the volume of those after it.
  let dayVolume = 0;
  const put = async (some: readonly MinuteBar[]) => {
    let total = dayVolume;
    const rows = some.map((bar) => {
      total += bar.volume;
      return [total, ...barValues(bar)];
    });
    await sql.run(putMinutes, [...keyOf(key), symbol, ...columnsOf(rows, barTypes.length + 1)]);
    dayVolume = total;
  };
  const refused = await putRows(
    sql,
    given.toSorted((one, other) => one.start - other.start),
    put,
  );
  const stored = given.length - refused.length;
  await sql.run(asked, [...keyOf(key), symbol, askedAt, stored]);
  return { stored, refused: refused.map(({ row, reason }) => ({ start: row.start, reason })) };
}

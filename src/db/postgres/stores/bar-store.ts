import { type Bar, type Timeframe, timeframeMs } from '../../../market/quotes/bar.ts';
import type { BarStore } from '../../../recordings/bars.ts';
import { type BarRow, barValueColumns, fromBar, toBar } from '../../rows/bar-rows.ts';
import type { PostgresConnection } from '../connection/sql.ts';
import { columnsOf, type ColumnType, putRows, unnest } from '../put-rows.ts';
import type { PostgresWriter } from '../writer.ts';

/** Rows of one statement: a refused one makes this many single ones of it. */
const batchRows = 500;

const insertTypes: ColumnType[] = [
  ...(['text', 'text', 'float8', 'date'] as const),
  ...(['float8', 'float8', 'float8', 'float8', 'float8', 'float8', 'text'] as const),
];

const isSame = barValueColumns
  .map((name) => `historical_prices.${name} is not distinct from excluded.${name}`)
  .join(' and ');

const upsertBars = `
  insert into historical_prices (symbol, timeframe, bar_start, date, open_price, high_price, low_price, close_price, volume,
    vwap, source, created_at, received_at)
  select given.*, $1::bigint, $1::bigint from ${unnest(insertTypes, 2)} as given
  on conflict (symbol, timeframe, bar_start) do update set
    ${barValueColumns.map((name) => `${name} = excluded.${name}`).join(', ')}, created_at = excluded.created_at,
    received_at = case when ${isSame} then historical_prices.received_at else excluded.received_at end`;

/** Of one symbol and timeframe ($1, $2), as it was known at an instant ($3; $4 is a bar's length before it); see `BarStore`. */
const known = 'symbol = $1 and timeframe = $2 and (created_at <= $3 or bar_start <= $4)';

const readBars = `select symbol, date, timeframe, bar_start as "barStart", open_price as "openPrice",
    high_price as "highPrice", low_price as "lowPrice", close_price as "closePrice", volume, vwap, source,
    received_at as "receivedAt"
  from historical_prices where ${known}`;

const barsBetween = `${readBars} and bar_start >= $5 and bar_start < $6 order by bar_start`;
const barsAt = `${readBars} and bar_start = any ($5::bigint[])`;
const datesOfBars = `select distinct date from historical_prices where ${known} order by date`;
const lastBar = `select bar_start as start from historical_prices where ${known} order by bar_start desc limit 1`;
const removeBars =
  'delete from historical_prices where symbol = $1 and timeframe = $2 and bar_start = any ($3::bigint[])';

type ReceivedRow = BarRow & { receivedAt: number | null };

/** Bars in `historical_prices`. */
export function createBarStore(connection: PostgresConnection, { write }: PostgresWriter): BarStore {
  const of = (symbol: string, timeframe: Timeframe, asOf: number) => [
    ...[symbol, timeframe, asOf, asOf - timeframeMs[timeframe]],
  ];
  const between = (symbol: string, timeframe: Timeframe, fromMs: number, toMs: number, asOf: number) =>
    connection.all<ReceivedRow>(barsBetween, [...of(symbol, timeframe, asOf), fromMs, toMs]);
  return {
    upsert: (bars, receivedAt) =>
      write(async (sql) => {
        const refused: { bar: Bar; reason: string }[] = [];
        for (let start = 0; start < bars.length; start += batchRows) {
          const batch = bars.slice(start, start + batchRows);
          const put = (some: readonly Bar[]) =>
            sql.run(upsertBars, [receivedAt, ...columnsOf(some.map(valuesOf), insertTypes.length)]);
          for (const { row, reason } of await putRows(sql, batch, put)) refused.push({ bar: row, reason });
        }
        return { stored: bars.length - refused.length, refused };
      }),
    range: async (...range) => (await between(...range)).map(toBar),
    received: async (...range) =>
      (await between(...range)).map((row) => ({ ...toBar(row), receivedAt: row.receivedAt })),
    async at(symbol, timeframe, starts, asOf) {
      const rows = await connection.all<BarRow>(barsAt, [...of(symbol, timeframe, asOf), starts]);
      return rows.map(toBar);
    },
    async dates(symbol, timeframe, asOf) {
      const rows = await connection.all<{ date: string }>(datesOfBars, of(symbol, timeframe, asOf));
      return rows.map(({ date }) => date);
    },
    remove: (symbol, timeframe, starts) =>
      write(async (sql) => void (await sql.run(removeBars, [symbol, timeframe, starts]))),
    async lastStart(symbol, timeframe, asOf) {
      const row = await connection.get<{ start: number }>(lastBar, of(symbol, timeframe, asOf));
      return row?.start ?? null;
    },
  };
}

function valuesOf(bar: Bar) {
  const row = fromBar(bar);
  return [
    ...[row.symbol, row.timeframe, row.barStart, row.date],
    ...[row.openPrice, row.highPrice, row.lowPrice, row.closePrice, row.volume, row.vwap, row.source],
  ];
}

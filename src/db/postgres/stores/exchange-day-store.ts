import type { ExchangeDay, ExchangeDayStore } from '../../../recordings/exchange-days.ts';
import type { PostgresConnection, SqlTransaction } from '../connection/sql.ts';
import { columnsOf } from '../put-rows.ts';
import type { PostgresWriter } from '../writer.ts';

const all = `select date, kind, name, told_by as origin from exchange_days where created_at <= $1 order by told_by, date`;

const named = 'unnest($1::date[], $2::text[], $3::text[], $4::text[]) as t (date, kind, name, told_by)';

const removeOthers = `delete from exchange_days where not exists (
  select 1 from unnest($1::date[], $2::text[]) as t (date, told_by)
  where t.date = exchange_days.date and t.told_by = exchange_days.told_by)`;

const put = `insert into exchange_days (date, kind, name, told_by, created_at)
  select date, kind, name, told_by, $5 from ${named}
  on conflict (date, told_by) do update set kind = excluded.kind, name = excluded.name`;

/** What the exchange said, in `exchange_days`. */
export function createExchangeDayStore(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): ExchangeDayStore {
  return {
    all: (asOf) => connection.all<ExchangeDay>(all, [asOf]),
    replace: (days, now) => write((sql) => replace(sql, days, now)),
  };
}

async function replace(sql: SqlTransaction, days: readonly ExchangeDay[], now: number): Promise<void> {
  const columns = columnsOf(
    days.map(({ date, kind, name, origin }) => [date, kind, name, origin]),
    4,
  );
  await sql.run(removeOthers, [columns[0]!, columns[3]!]);
  await sql.run(put, [...columns, now]);
}

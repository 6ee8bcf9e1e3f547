import type { ExchangeDay, ExchangeDayStore } from '../../../recordings/exchange-days.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';

export function createExchangeDayStore(native: NativeDatabase, { write }: Writer): ExchangeDayStore {
  const select = native.prepare<[number], ExchangeDay>(`
    select date, kind, name, told_by as origin from exchange_days where created_at <= ? order by told_by, date`);
  const remove = native.prepare<[ExchangeDay]>(
    'delete from exchange_days where date = :date and told_by = :origin',
  );
  const put = native.prepare<[ExchangeDay & { createdAt: number }]>(`
    insert into exchange_days (date, kind, name, told_by, created_at)
    values (@date, @kind, @name, @origin, @createdAt)
    on conflict (date, told_by) do update set kind = excluded.kind, name = excluded.name`);

  const replace = native.transaction((days: readonly ExchangeDay[], now: number) => {
    const isNamed = (day: ExchangeDay) =>
      days.some(({ date, origin }) => date === day.date && origin === day.origin);
    for (const day of select.all(Number.MAX_SAFE_INTEGER)) if (!isNamed(day)) remove.run(day);
    for (const day of days) put.run({ ...day, createdAt: now });
  });

  return {
    all: async (asOf) => select.all(asOf),
    replace: (days, now) => write(() => replace.immediate(days, now)),
  };
}

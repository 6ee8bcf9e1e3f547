import type { Clock } from '../../../base/clock.ts';
import type { NativeDatabase } from '../connection.ts';
import type { dayKinds, dayTellers } from '../../schema/enum-values.ts';

/** What the exchange said of one day. */
export interface ExchangeDay {
  /** New York date, `YYYY-MM-DD`. */
  date: string;
  kind: (typeof dayKinds)[number];
  /** For people, at most 100 characters. */
  name: string;
  /** An announcement is made beforehand; the status is what it says on the day itself. */
  toldBy: (typeof dayTellers)[number];
}

/** What the exchange has said; kept for ever, since a past session is one or is none for good. */
export interface ExchangeDayStore {
  /** Announcements first, each by date. */
  all(): ExchangeDay[];
  /** Takes over what holds now: a day that is not named any more was taken back. */
  replace(days: readonly ExchangeDay[]): void;
}

export function createExchangeDayStore(native: NativeDatabase, clock: Clock): ExchangeDayStore {
  const select = native.prepare<[], ExchangeDay>(
    'select date, kind, name, told_by as toldBy from exchange_days order by told_by, date',
  );
  const remove = native.prepare<[ExchangeDay]>(
    'delete from exchange_days where date = :date and told_by = :toldBy',
  );
  const put = native.prepare<[ExchangeDay & { createdAt: number }]>(`
    insert into exchange_days (date, kind, name, told_by, created_at)
    values (@date, @kind, @name, @toldBy, @createdAt)
    on conflict (date, told_by) do update set kind = excluded.kind, name = excluded.name`);

  return {
    all: () => select.all(),
    replace: native.transaction((days: readonly ExchangeDay[]) => {
      const isNamed = (day: ExchangeDay) =>
        days.some(({ date, toldBy }) => date === day.date && toldBy === day.toldBy);
      for (const day of select.all()) if (!isNamed(day)) remove.run(day);
      for (const day of days) put.run({ ...day, createdAt: clock.now() });
    }),
  };
}

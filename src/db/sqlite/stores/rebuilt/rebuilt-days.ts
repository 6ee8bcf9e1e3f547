import type { RebuiltKey, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { rebuiltDayColumns, type RebuiltDayRow, toRebuiltDay } from '../../../rows/rebuilt-rows.ts';
import { recordedWord } from '../../../schema/enum-values.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';

const progressOf = (condition: string) => `
  select ${rebuiltDayColumns}
  from rebuilt_days as d left join rebuilt_contracts as c
    on c.underlying = d.underlying and c.date = d.date and c.expiration_date = d.expiration_date
  where ${condition} group by d.id order by d.date desc, d.underlying, d.expiration_date`;

const ofKey = 'underlying = :underlying and date = :date and expiration_date = :expiration';

/** The rows of `rebuilt_days`: how far each rebuild has come. */
export function createRebuiltDays(
  native: NativeDatabase,
  { write }: Writer,
): Pick<RebuiltStore, 'begin' | 'note' | 'finish' | 'day' | 'days' | 'keys'> {
  type Begun = Parameters<RebuiltStore['begin']>[0];
  const begin = native.prepare<[Begun]>(`
    insert into rebuilt_days (underlying, date, expiration_date, strikes_percent, tier, source, started_at)
    values (:underlying, :date, :expiration, :strikesPercent, :tier, :source, :startedAt)
    on conflict (underlying, date, expiration_date) do update set
      strikes_percent = excluded.strikes_percent, listed_at = null, finished_at = null, modelled_until = null
    where strikes_percent is not null
      and (excluded.strikes_percent is null or excluded.strikes_percent > strikes_percent)`);
  const note = native.prepare<[RebuiltKey & { note: string }]>(`
    update rebuilt_days set notes = json_insert(notes, '$[#]', :note)
    where ${ofKey} and not exists (select 1 from json_each(notes) where value = :note)`);
  const finish = native.prepare<[RebuiltKey & { finishedAt: number }]>(
    `update rebuilt_days set finished_at = :finishedAt where ${ofKey}`,
  );
  const one = native.prepare<[RebuiltKey], RebuiltDayRow>(
    progressOf('d.underlying = :underlying and d.date = :date and d.expiration_date = :expiration'),
  );
  const all = native.prepare<[{ underlying: string | null }], RebuiltDayRow>(
    progressOf(':underlying is null or d.underlying = :underlying'),
  );
  const keysOf = native.prepare<[{ underlying: string | null }], RebuiltKey>(`
    select underlying, date, expiration_date as expiration from rebuilt_days as d
    where :underlying is null or d.underlying = :underlying order by date, expiration_date`);
  return {
    begin: (day) =>
      write(() => {
        begin.run({ ...day, source: recordedWord(day.source) });
      }),
    note: ({ underlying, date, expiration }, text) =>
      write(() => {
        note.run({ underlying, date, expiration, note: text });
      }),
    finish: ({ underlying, date, expiration }, finishedAt) =>
      write(() => {
        finish.run({ underlying, date, expiration, finishedAt });
      }),
    async day({ underlying, date, expiration }) {
      const row = one.get({ underlying, date, expiration });
      return row ? toRebuiltDay(row) : null;
    },
    keys: async (underlying) => keysOf.all({ underlying: underlying ?? null }),
    days: async (underlying) => all.all({ underlying: underlying ?? null }).map(toRebuiltDay),
  };
}

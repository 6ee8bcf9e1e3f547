import type { RebuiltKey, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { rebuiltDayColumns, type RebuiltDayRow, toRebuiltDay } from '../../../rows/rebuilt-rows.ts';
import { recordedWord } from '../../../schema/enum-values.ts';
import type { PostgresConnection } from '../../connection/sql.ts';
import type { PostgresWriter } from '../../writer.ts';

const progressOf = (condition: string) => `
  select ${rebuiltDayColumns}
  from rebuilt_days as d left join rebuilt_contracts as c
    on c.underlying = d.underlying and c.date = d.date and c.expiration_date = d.expiration_date
  where ${condition} group by d.id order by d.date desc, d.underlying, d.expiration_date`;

const begin = `
  insert into rebuilt_days as d (underlying, date, expiration_date, strikes_percent, tier, source, started_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (underlying, date, expiration_date) do update set
    strikes_percent = excluded.strikes_percent, listed_at = null, finished_at = null, modelled_until = null
  where d.strikes_percent is not null
    and (excluded.strikes_percent is null or excluded.strikes_percent > d.strikes_percent)`;

const ofKey = 'underlying = $1 and date = $2 and expiration_date = $3';
const notesOf = `select notes from rebuilt_days where ${ofKey} for update`;
const setNotes = `update rebuilt_days set notes = $4 where ${ofKey}`;
const finish = `update rebuilt_days set finished_at = $4 where ${ofKey}`;
const oneDay = progressOf('d.underlying = $1 and d.date = $2 and d.expiration_date = $3');
const allDays = progressOf('$1::text is null or d.underlying = $1');
const keysOfDays = `
  select underlying, date, expiration_date as expiration from rebuilt_days
  where $1::text is null or underlying = $1 order by date, expiration_date`;

const keyOf = ({ underlying, date, expiration }: RebuiltKey) => [underlying, date, expiration];

/** The rows of `rebuilt_days`: how far each rebuild has come. */
export function createRebuiltDays(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): Pick<RebuiltStore, 'begin' | 'note' | 'finish' | 'day' | 'days' | 'keys'> {
  return {
    begin: ({ strikesPercent, tier, source, startedAt, ...key }) =>
      write(async (sql) => {
        await sql.run(begin, [...keyOf(key), strikesPercent, tier, recordedWord(source), startedAt]);
      }),
    note: (key, note) =>
      write(async (sql) => {
        const row = await sql.get<{ notes: string }>(notesOf, keyOf(key));
        const notes = row ? (JSON.parse(row.notes) as string[]) : [];
        if (row && !notes.includes(note))
          await sql.run(setNotes, [...keyOf(key), JSON.stringify([...notes, note])]);
      }),
    finish: (key, finishedAt) =>
      write(async (sql) => void (await sql.run(finish, [...keyOf(key), finishedAt]))),
    async day(key) {
      const row = await connection.get<RebuiltDayRow>(oneDay, keyOf(key));
      return row ? toRebuiltDay(row) : null;
    },
    keys: (underlying) => connection.all<RebuiltKey>(keysOfDays, [underlying ?? null]),
    days: async (underlying) =>
      (await connection.all<RebuiltDayRow>(allDays, [underlying ?? null])).map(toRebuiltDay),
  };
}

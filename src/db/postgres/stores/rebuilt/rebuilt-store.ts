import type { RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { boundsOf } from '../../../rows/rebuilt-rows.ts';
import type { PostgresConnection } from '../../connection/sql.ts';
import type { PostgresWriter } from '../../writer.ts';
import { createRebuiltBars } from './rebuilt-bars.ts';
import { createRebuiltChains } from './rebuilt-chains.ts';
import { createRebuiltDays } from './rebuilt-days.ts';
import { createRebuiltModel } from './rebuilt-model.ts';

/** Chains of past days, put together from minute bars, in the tables `rebuilt_…`. */
export function createRebuiltStore(connection: PostgresConnection, writer: PostgresWriter): RebuiltStore {
  return {
    ...createRebuiltDays(connection, writer),
    ...createRebuiltBars(connection, writer),
    ...createRebuiltModel(connection, writer),
    ...createRebuiltChains(connection),
    ...createRemove(writer),
  };
}

const ofDay = 'underlying = $1 and date = $2 and ($3::date is null or expiration_date = $3)';

const removeMinutes = `
  delete from rebuilt_minutes where minute_start >= $4 and minute_start < $5
    and symbol in (select symbol from rebuilt_contracts where ${ofDay})`;

const removeLevels = `
  delete from rebuilt_metrics where underlying = $1 and timestamp > $3 and timestamp <= $4
    and ($2::date is null or expiration_date = $2)`;

/** The underlying's minutes go with the last expiration of their day. */
const removeSpots = `
  delete from rebuilt_spots where underlying = $1 and minute_start >= $3 and minute_start < $4
    and not exists (select 1 from rebuilt_days where underlying = $1 and date = $2)`;

function createRemove({ write }: PostgresWriter): Pick<RebuiltStore, 'remove'> {
  return {
    remove: (underlying, date, expiration = undefined) =>
      write(async (sql) => {
        const { from, to } = boundsOf(date);
        const day = [underlying, date, expiration ?? null];
        const removed = {
          minutes: await sql.run(removeMinutes, [...day, from, to]),
          levels: await sql.run(removeLevels, [underlying, expiration ?? null, from, to]),
          contracts: await sql.run(`delete from rebuilt_contracts where ${ofDay}`, day),
          days: await sql.run(`delete from rebuilt_days where ${ofDay}`, day),
        };
        await sql.run(removeSpots, [underlying, date, from, to]);
        return removed;
      }),
  };
}

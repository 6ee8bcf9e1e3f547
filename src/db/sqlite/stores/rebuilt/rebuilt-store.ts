import type { RebuiltStore, RemovedRebuilt } from '../../../../recordings/rebuilt.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';
import { boundsOf } from '../../../rows/rebuilt-rows.ts';
import { createRebuiltBars } from './rebuilt-bars.ts';
import { createRebuiltChains } from './rebuilt-chains.ts';
import { createRebuiltDays } from './rebuilt-days.ts';
import { createRebuiltModel } from './rebuilt-model.ts';

export function createRebuiltStore(native: NativeDatabase, writer: Writer): RebuiltStore {
  return {
    ...createRebuiltDays(native, writer),
    ...createRebuiltBars(native, writer),
    ...createRebuiltModel(native, writer),
    ...createRebuiltChains(native),
    ...createRemove(native, writer),
  };
}

/** The underlying's minutes go with the last expiration of their day. */
function createRemove(native: NativeDatabase, { write }: Writer): Pick<RebuiltStore, 'remove'> {
  type Of = { underlying: string; date: string; expiration: string | null; from: number; to: number };
  const ofDay =
    'underlying = :underlying and date = :date and (:expiration is null or expiration_date = :expiration)';
  const statement = (sql: string) => native.prepare<[Of]>(sql);
  const minutes = statement(`
    delete from rebuilt_minutes where minute_start >= :from and minute_start < :to
      and symbol in (select symbol from rebuilt_contracts where ${ofDay})`);
  const levels = statement(`
    delete from rebuilt_metrics where underlying = :underlying and timestamp > :from and timestamp <= :to
      and (:expiration is null or expiration_date = :expiration)`);
  const contracts = statement(`delete from rebuilt_contracts where ${ofDay}`);
  const days = statement(`delete from rebuilt_days where ${ofDay}`);
  const spots = statement(`
    delete from rebuilt_spots where underlying = :underlying and minute_start >= :from and minute_start < :to
      and not exists (select 1 from rebuilt_days where underlying = :underlying and date = :date)`);
  const remove = native.transaction((of: Of): RemovedRebuilt => {
    const removed = {
      minutes: minutes.run(of).changes,
      levels: levels.run(of).changes,
      contracts: contracts.run(of).changes,
      days: days.run(of).changes,
    };
    spots.run(of);
    return removed;
  });
  return {
    remove: (underlying, date, expiration) =>
      write(() => remove.immediate({ underlying, date, expiration: expiration ?? null, ...boundsOf(date) })),
  };
}

import { messageOf } from '../../../../base/errors.ts';
import type { MinuteBar, RebuiltKey, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import { boundsOf, minuteBarColumns, readMinuteBar } from '../../../rows/rebuilt-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import { isConstraintError } from '../../sqlite-error.ts';
import type { Writer } from '../../writer.ts';

const barColumns = minuteBarColumns.join(', ');
const barValues = ':start, :open, :high, :low, :close, :volume, :vwap, :trades';
const replaced = minuteBarColumns
  .slice(1)
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** The contracts as they were listed, their minutes and those of the underlying. */
export function createRebuiltBars(
  native: NativeDatabase,
  { write }: Writer,
): Pick<RebuiltStore, 'list' | 'answered' | 'bars' | 'spots'> {
  const barsOf = native.prepare<[string, number, number], MinuteBar>(`
    select ${readMinuteBar}
    from rebuilt_minutes where symbol = ? and minute_start >= ? and minute_start < ? order by minute_start`);

  const spotsOf = native.prepare<[string, number, number], MinuteBar>(`
    select ${readMinuteBar}
    from rebuilt_spots where underlying = ? and minute_start >= ? and minute_start < ? order by minute_start`);
  const list = createList(native);
  const answered = createAnswered(native);
  return {
    list: (...args) => write(() => list.immediate(...args)),
    answered: (...args) => write(() => answered.immediate(...args)),
    bars: async (symbol, from, to) => barsOf.all(symbol, from, to),
    spots: async (underlying, from, to) => spotsOf.all(underlying, from, to),
  };
}

function createList(native: NativeDatabase) {
  const putSpot = native.prepare<[MinuteBar & { underlying: string }]>(`
    insert into rebuilt_spots (underlying, ${barColumns}) values (:underlying, ${barValues})
    on conflict (underlying, minute_start) do update set ${replaced}`);
  const putContract = native.prepare<[RebuiltKey & Parameters<RebuiltStore['list']>[1][number]]>(`
    insert into rebuilt_contracts
      (underlying, date, expiration_date, symbol, strike, option_type, shares_per_contract, open_interest)
    values (:underlying, :date, :expiration, :symbol, :strike, :optionType, :sharesPerContract, :openInterest)
    on conflict (underlying, date, expiration_date, symbol) do update set
      open_interest = coalesce(open_interest, excluded.open_interest)`);
  const listed = native.prepare<[RebuiltKey & { listedAt: number | null }]>(`
    update rebuilt_days set listed_at = coalesce(:listedAt, listed_at), finished_at = null
    where underlying = :underlying and date = :date and expiration_date = :expiration`);
  return native.transaction((...[key, contracts, spots, listedAt]: Parameters<RebuiltStore['list']>) => {
    const { underlying, date, expiration } = key;
    for (const bar of spots) putUnlessRefused(() => putSpot.run({ ...bar, underlying }));
    for (const contract of contracts) putContract.run({ underlying, date, expiration, ...contract });
    listed.run({ underlying, date, expiration, listedAt });
  });
}

function createAnswered(native: NativeDatabase) {
  const clear = native.prepare<[{ symbol: string; from: number; to: number }]>(
    'delete from rebuilt_minutes where symbol = :symbol and minute_start >= :from and minute_start < :to',
  );
  const putMinute = native.prepare<
    [MinuteBar & RebuiltKey & { symbol: string; dayVolume: number }],
    unknown
  >(`
    insert into rebuilt_minutes
      (symbol, underlying, expiration_date, strike, option_type, day_volume, ${barColumns})
    select symbol, underlying, expiration_date, strike, option_type, :dayVolume, ${barValues} from rebuilt_contracts
    where underlying = :underlying and date = :date and expiration_date = :expiration and symbol = :symbol`);
  const asked = native.prepare<[RebuiltKey & { symbol: string; askedAt: number; minutes: number }]>(`
    update rebuilt_contracts set asked_at = :askedAt, minutes = :minutes
    where underlying = :underlying and date = :date and expiration_date = :expiration and symbol = :symbol`);
  return native.transaction((...[key, symbol, bars, at]: Parameters<RebuiltStore['answered']>) => {
    const { underlying, date, expiration } = key;
    const known = { underlying, date, expiration, symbol };
    const refused: { start: number; reason: string }[] = [];
    clear.run({ symbol, ...boundsOf(date) });
    let dayVolume = 0;
    for (const bar of bars.toSorted((one, other) => one.start - other.start)) {
      const total = dayVolume + bar.volume;
      const reason = putUnlessRefused(() => putMinute.run({ ...known, ...bar, dayVolume: total }));
      if (reason === null) dayVolume = total;
      else refused.push({ start: bar.start, reason });
    }
    const stored = bars.length - refused.length;
    asked.run({ ...known, askedAt: at, minutes: stored });
    return { stored, refused };
  });
}

/** Why the row broke a rule; `null` where it is stored. */
export function putUnlessRefused(put: () => unknown): string | null {
  try {
    put();
    return null;
  } catch (error) {
    if (!isConstraintError(error)) throw error;
    return messageOf(error);
  }
}

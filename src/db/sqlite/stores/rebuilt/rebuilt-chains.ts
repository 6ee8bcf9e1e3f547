import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import { inChainOrder } from '../../../../market/quotes/chain.ts';
import type { DataTier, Source } from '../../../../market/quotes/quote.ts';
import type { RebuiltContract, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import {
  boundsOf,
  minuteMs,
  rebuiltChain,
  type RebuiltContractRow,
  type RebuiltSpot,
} from '../../../rows/rebuilt-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

/** Chains as they are shown: of one minute, with the day's volume until its end. */
export function createRebuiltChains(native: NativeDatabase): Pick<RebuiltStore, 'chain' | 'contracts'> {
  type Key = [underlying: string, date: string, expiration: string];
  const ofKey = 'underlying = ? and date = ? and expiration_date = ?';
  const dayOf = native.prepare<Key, { tier: DataTier; source: Source }>(
    `select tier, source from rebuilt_days where ${ofKey}`,
  );
  const contractsOf = native.prepare<Key, RebuiltContract>(`
    select symbol, strike, option_type as optionType, shares_per_contract as sharesPerContract,
      open_interest as openInterest, asked_at as askedAt
    from rebuilt_contracts where ${ofKey}`);
  const spotOfLevels = native.prepare<[string, number, string], RebuiltSpot>(`
    select spot as price, spot_source as source, spot_at as at from rebuilt_metrics
    where underlying = ? and timestamp = ? and expiration_date = ? and spot is not null`);
  const spotOfBar = native
    .prepare<[string, number], number>(
      'select close_price from rebuilt_spots where underlying = ? and minute_start = ?',
    )
    .pluck();
  const rowsOf = native.prepare<
    [{ underlying: string; date: string; expiration: string; from: number; start: number }],
    RebuiltContractRow
  >(`
    select c.symbol, c.strike, c.option_type as optionType, c.shares_per_contract as sharesPerContract,
      c.open_interest as openInterest, m.day_volume as dayVolume, m.minute_start as minuteStart, m.close_price as close
    from rebuilt_contracts as c
    left join rebuilt_minutes as m on m.symbol = c.symbol and m.minute_start = (
      select max(minute_start) from rebuilt_minutes
      where symbol = c.symbol and minute_start >= :from and minute_start <= :start)
    where c.underlying = :underlying and c.date = :date and c.expiration_date = :expiration
      and c.asked_at is not null`);

  return {
    contracts: async ({ underlying, date, expiration }) =>
      contractsOf.all(underlying, date, expiration).sort(inChainOrder),
    async chain(underlying, expiration, timestamp) {
      const start = timestamp - minuteMs;
      const date = newYorkDate(start);
      const day = dayOf.get(underlying, date, expiration);
      const { from } = boundsOf(date);
      const rows = day ? rowsOf.all({ underlying, date, expiration, from, start }) : [];
      if (!day || rows.length === 0) return null;
      const bar = spotOfBar.get(underlying, start);
      const ofBar = bar === undefined ? null : ({ price: bar, source: 'quote', at: timestamp } as const);
      const spot = ofBar ?? spotOfLevels.get(underlying, timestamp, expiration) ?? null;
      return rebuiltChain({ underlying, expiration, timestamp, ...day }, rows, spot);
    },
  };
}

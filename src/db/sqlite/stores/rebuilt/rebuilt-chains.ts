import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import {
  type Chain,
  inChainOrder,
  type OptionQuote,
  type SpotSource,
  withoutValues,
} from '../../../../market/quotes/chain.ts';
import type { DataTier, Source } from '../../../../market/quotes/quote.ts';
import type { RebuiltContract, RebuiltStore } from '../../../../recordings/rebuilt.ts';
import type { NativeDatabase } from '../../connection.ts';
import { boundsOf } from './rebuilt-bars.ts';

const minuteMs = 60_000;

interface Spot {
  price: number;
  source: SpotSource;
  at: number | null;
}

type ContractRow = Pick<
  OptionQuote,
  'symbol' | 'strike' | 'optionType' | 'sharesPerContract' | 'openInterest'
> & {
  dayVolume: number | null;
  minuteStart: number | null;
  close: number | null;
};

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
  const spotOfLevels = native.prepare<[string, number, string], Spot>(`
    select spot as price, spot_source as source, spot_at as at from rebuilt_metrics
    where underlying = ? and timestamp = ? and expiration_date = ? and spot is not null`);
  const spotOfBar = native
    .prepare<[string, number], number>(
      'select close_price from rebuilt_spots where underlying = ? and minute_start = ?',
    )
    .pluck();
  const rowsOf = native.prepare<
    [{ underlying: string; date: string; expiration: string; from: number; start: number }],
    ContractRow
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
      return chainOf({ underlying, expiration, timestamp, ...day }, rows, spot);
    },
  };
}

function chainOf(
  known: Pick<Chain, 'underlying' | 'expiration' | 'timestamp' | 'tier' | 'source'>,
  rows: readonly ContractRow[],
  spot: Spot | null,
): Chain {
  const start = known.timestamp - minuteMs;
  return {
    ...known,
    contracts: rows
      .map(({ dayVolume, minuteStart, close, sharesPerContract, openInterest, ...terms }) => ({
        ...withoutValues(terms),
        last: minuteStart === start ? close : null,
        // Its bars have been asked for: without any it has not traded until then.
        volume: dayVolume ?? 0,
        ...{ openInterest, sharesPerContract },
      }))
      .sort(inChainOrder),
    underlyingPrice: spot?.price ?? null,
    underlyingPriceSource: spot?.source ?? null,
    underlyingPriceAt: spot?.at ?? null,
    slotAt: null,
    rejectedRows: 0,
    adjustedRows: null,
    isRebuilt: true,
  };
}

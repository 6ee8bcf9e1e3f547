import { addDays, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import {
  type Chain,
  inChainOrder,
  type OptionQuote,
  type SpotSource,
  withoutValues,
} from '../../market/quotes/chain.ts';
import type { RebuiltProgress } from '../../recordings/rebuilt.ts';

export const minuteMs = 60_000;

/** The instants between which the minutes of a rebuilt date lie, the second not included. */
export const boundsOf = (date: string) => ({
  from: newYorkInstant(date, '00:00'),
  to: newYorkInstant(addDays(date, 1), '00:00'),
});

/** The columns of a `MinuteBar` in `rebuilt_minutes` and `rebuilt_spots`, and as it names them. */
export const minuteBarColumns = [
  ...['minute_start', 'open_price', 'high_price', 'low_price', 'close_price', 'volume', 'vwap', 'trades'],
];
export const readMinuteBar = `minute_start as start, open_price as open, high_price as high, low_price as low,
  close_price as close, volume, vwap, trades`;

/** A row of `rebuilt_days` with the counts of its contracts. */
export interface RebuiltDayRow extends Omit<RebuiltProgress, 'notes'> {
  /** A list of texts, as JSON. */
  notes: string;
}

/** Its columns as `RebuiltDayRow` names them, with `d` for `rebuilt_days` and `c` for `rebuilt_contracts`. */
export const rebuiltDayColumns = `d.underlying, d.date, d.expiration_date as "expiration",
  d.strikes_percent as "strikesPercent", d.tier, d.source, d.started_at as "startedAt", d.listed_at as "listedAt",
  d.modelled_until as "modelledUntil", d.finished_at as "finishedAt", d.notes, count(c.symbol) as contracts,
  count(c.asked_at) as asked, coalesce(sum(c.minutes), 0) as minutes`;

export function toRebuiltDay({ notes, ...row }: RebuiltDayRow): RebuiltProgress {
  return { ...row, notes: JSON.parse(notes) as string[] };
}

/** A listed contract with the last minute up to an instant in which it traded. */
export type RebuiltContractRow = Pick<
  OptionQuote,
  'symbol' | 'strike' | 'optionType' | 'sharesPerContract' | 'openInterest'
> & {
  dayVolume: number | null;
  /** When that minute began (epoch ms). */
  minuteStart: number | null;
  close: number | null;
};

/** The price of the underlying in a rebuilt minute. */
export interface RebuiltSpot {
  price: number;
  source: SpotSource;
  at: number | null;
}

/** The chain of the minute that ended at its `timestamp`. */
export function rebuiltChain(
  known: Pick<Chain, 'underlying' | 'expiration' | 'timestamp' | 'tier' | 'source'>,
  rows: readonly RebuiltContractRow[],
  spot: RebuiltSpot | null,
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

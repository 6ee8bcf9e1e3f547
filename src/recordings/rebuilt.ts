import type { RecordedLevels } from '../market/levels/levels.ts';
import type { Chain, OptionQuote } from '../market/quotes/chain.ts';
import type { DataTier, Source } from '../market/quotes/quote.ts';
import type { Gap } from './gaps.ts';

const minuteMs = 60_000;

/** One rebuilt chain of one trading day. */
export interface RebuiltKey {
  underlying: string;
  /** The day that was rebuilt, `YYYY-MM-DD` in New York. */
  date: string;
  expiration: string;
}

/** How far the rebuild of one chain of one day has come. Instants are epoch ms. */
export interface RebuiltDay extends RebuiltKey {
  /** Strikes asked for, in per cent around the price of the underlying; `null`: all. */
  strikesPercent: number | null;
  source: Source;
  tier: DataTier;
  startedAt: number;
  /** When the list of contracts and the bars of the underlying had been stored; `null` before. */
  listedAt: number | null;
  /** End of the last minute whose volatilities and levels are stored; `null` before the first. */
  modelledUntil: number | null;
  /** `null` while something is left to be done. */
  finishedAt: number | null;
  /** What could not be had, as sentences. */
  notes: string[];
}

/** The same, with how many contracts were listed within the strikes, and how many of them have been asked. */
export interface RebuiltProgress extends RebuiltDay {
  contracts: number;
  asked: number;
  /** Minutes of contracts that traded. */
  minutes: number;
}

/** A contract as it was listed on the day. */
export interface RebuiltContract
  extends Pick<OptionQuote, 'symbol' | 'strike' | 'optionType' | 'sharesPerContract'> {
  /** As it was recorded that morning; `null`: unknown. */
  openInterest: number | null;
  /** When its bars were asked for (epoch ms); `null`: not yet. */
  askedAt: number | null;
}

/** The vendor's bar of one minute. Prices in dollars a share. */
export interface MinuteBar {
  /** Epoch ms at which the minute began; it is over, and its close known, 60 s later. */
  start: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Contracts or shares; may be fractional. */
  volume: number;
  vwap: number | null;
  trades: number | null;
}

/** What our model makes of one contract's minute. */
export interface MinuteGreeks
  extends Pick<OptionQuote, 'symbol' | 'impliedVolatility' | 'delta' | 'gamma' | 'theta' | 'vega'> {
  start: number;
}

/** What was removed, by table. */
export interface RemovedRebuilt {
  days: number;
  contracts: number;
  minutes: number;
  levels: number;
}

/**
 * Chains that were put together afterwards from the vendor's minute bars. Kept until they are removed. They share no table
 * with what was recorded and count nowhere as such. A read takes the minutes that were over by `asOf`, whenever they were
 * rebuilt.
 */
export interface RebuiltStore {
  /** Begins the rebuild of a chain, or goes on with it; wider strikes take the place of narrower ones. */
  begin(day: Omit<RebuiltDay, 'listedAt' | 'modelledUntil' | 'finishedAt' | 'notes'>): Promise<void>;
  /**
   * Stores the contracts as they were listed, those that are new to it, and the minutes of the underlying; those of the same
   * start take the place of what is there. `listedAt` is `null` while one of the two is still to come.
   */
  list(
    key: RebuiltKey,
    contracts: readonly Omit<RebuiltContract, 'askedAt'>[],
    underlying: readonly MinuteBar[],
    listedAt: number | null,
  ): Promise<void>;
  /** Stores the minutes of one contract and that it has been asked, in one transaction. Bars that break a rule are left out. */
  answered(
    key: RebuiltKey,
    symbol: string,
    bars: readonly MinuteBar[],
    askedAt: number,
  ): Promise<{ stored: number; refused: { start: number; reason: string }[] }>;
  /** Stores what the model makes of some minutes, and that it is done up to the end of the last one. */
  modelled(
    key: RebuiltKey,
    done: {
      greeks: readonly MinuteGreeks[];
      levels: readonly RecordedLevels[];
      modelVersion: number;
      until: number;
    },
  ): Promise<{ refused: { timestamp: number; reason: string }[] }>;
  /** Notes something that could not be had; once, however often it is said. */
  note(key: RebuiltKey, note: string): Promise<void>;
  /** Says that nothing is left to be done. */
  finish(key: RebuiltKey, finishedAt: number): Promise<void>;
  /** Removes a day, of one expiration or of all. */
  remove(underlying: string, date: string, expiration?: string): Promise<RemovedRebuilt>;
  /** One chain of a day; `null` where it has not been begun. */
  day(key: RebuiltKey): Promise<RebuiltProgress | null>;
  /** Of one underlying or of all, those of the latest day first. */
  days(underlying?: string): Promise<RebuiltProgress[]>;
  /** Which chains of which days, of one underlying or of all, oldest day first; for less work than `days`. */
  keys(underlying?: string): Promise<RebuiltKey[]>;
  /** In the order of a chain. */
  contracts(key: RebuiltKey): Promise<RebuiltContract[]>;
  /** Ends of the minutes of which a chain can be shown, after one instant and up to another, oldest first. */
  minutes(underlying: string, expiration: string, from: number, asOf: number): Promise<number[]>;
  /**
   * The chain of the minute that ended at `timestamp`: of contracts that traded in it the close as the last price, of all the
   * day's volume until then. Without bids, asks and greeks, which follow from it. `null` where none was rebuilt.
   */
  chain(underlying: string, expiration: string, timestamp: number): Promise<Chain | null>;
  /** What the model made of the contracts that traded in the minute that ended at `timestamp`, in no order. */
  greeks(underlying: string, expiration: string, timestamp: number): Promise<MinuteGreeks[]>;
  /** The levels of minutes that ended after one instant and up to another, of whichever expiration, oldest first. */
  levels(underlying: string, from: number, asOf: number): Promise<RecordedLevels[]>;
  /** Minutes of one contract as the vendor gave them, from one start up to, not including, another. */
  bars(symbol: string, from: number, to: number): Promise<MinuteBar[]>;
  /** The same of an underlying. */
  spots(underlying: string, from: number, to: number): Promise<MinuteBar[]>;
}

/** What can be asked of rebuilt chains. */
export type RebuiltReader = Omit<
  RebuiltStore,
  'begin' | 'list' | 'answered' | 'modelled' | 'note' | 'finish' | 'remove'
>;

/** What was recorded of a chain on the day of its rebuilt minutes. */
export interface RecordedOfDay {
  expiration: string;
  /** When the chain was polled on that day, epoch ms. */
  polls: readonly number[];
  /** Of the underlying on that day, whichever job's. */
  gaps: readonly Pick<Gap, 'job' | 'startedAt' | 'endedAt'>[];
}

/**
 * Which rebuilt minutes of a chain's day are shown: inside of a gap of its job, where no poll of that minute is recorded, and all of
 * them on a day without a recorded poll. Everywhere else what was recorded is the better knowledge.
 * @param minutes their ends, epoch ms
 */
export function minutesShown(
  minutes: readonly number[],
  { expiration, polls, gaps }: RecordedOfDay,
): number[] {
  if (polls.length === 0) return [...minutes];
  const own = gaps.filter(({ job }) => job === 'chain' || job === `chain ${expiration}`);
  return minutes.filter(
    (end) =>
      own.some(({ startedAt, endedAt }) => startedAt < end && (endedAt === null || end <= endedAt)) &&
      !polls.some((at) => at > end - minuteMs && at <= end),
  );
}

import type { Logger } from '../../base/log.ts';
import { replacedHours } from '../../market/quotes/hour-bars.ts';
import type { Bar } from '../../market/quotes/bar.ts';
import { barsAs } from '../../sources/poll/poll-bars.ts';
import type { BarsQuery, FetchedBars } from '../../sources/source.ts';
import type { JobContext } from '../underlyings/job-context.ts';

/** What fetching and storing bars takes. */
export interface BarsContext extends Pick<JobContext, 'symbol' | 'clock' | 'hours' | 'db'> {
  feed: Pick<JobContext['feed'], 'bars'>;
  usage: Pick<JobContext['usage'], 'onRejections'>;
  log: Pick<Logger, 'info' | 'warn'>;
}

/** Stores what was fetched of a range, made into the timeframes asked for. Gives the number of bars stored. */
export async function storeRange(
  context: BarsContext,
  { symbol, timeframes }: Pick<BarsQuery, 'symbol' | 'timeframes'>,
  fetched: FetchedBars,
): Promise<number> {
  const { calendar } = context.hours;
  let stored = 0;
  for (const timeframe of timeframes) {
    stored += await storeBars(context, barsAs(timeframe, fetched, calendar));
    if (timeframe === '1hour')
      await context.db.bars.remove(symbol, timeframe, replacedHours(fetched.bars, calendar));
  }
  return stored;
}

/** Stores bars; those that the database refuses are counted as rejected. Gives the number stored. */
export async function storeBars({ db, usage, clock }: BarsContext, bars: readonly Bar[]): Promise<number> {
  const { stored, refused: rejected } = await db.bars.upsert(bars, clock.now());
  usage.onRejections(rejected.map(({ reason }) => `not stored: ${reason}`));
  return stored;
}

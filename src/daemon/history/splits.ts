import type { Bar, Timeframe } from '../../market/quotes/bar.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import { splitFactor, splitText } from '../../market/quotes/split.ts';
import type { PollRequest } from '../../sources/request.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { barsAs, rangeDays } from '../../sources/poll/poll-bars.ts';
import type { BarsQuery, FetchedBars } from '../../sources/source.ts';
import { type BarsContext, storeRange } from './store-bars.ts';

/** Timeframes that one answer is made into. */
const groups: readonly (readonly Timeframe[])[] = [['daily'], ['15min', '1hour'], ['1min']];

/** Bars that are compared, evenly spread over those fetched: a split has changed all of them. */
const maxCompared = 200;

/**
 * Compares bars just fetched with the same ones as they are stored. After a split the vendor gives all of the past
 * adjusted to it, so that every stored bar of the symbol is fetched anew, on calls that no slot waits for. What was fetched
 * is to be stored after that, not before: a run that ends early then finds the split again, and begins again.
 * @throws UpstreamError where something could not be fetched that another try may bring
 */
export async function followSplit(
  context: BarsContext,
  query: BarsQuery,
  fetched: FetchedBars,
  request: PollRequest,
): Promise<void> {
  const factor = await factorSince(context, query, fetched);
  if (factor === null) return;
  const { symbol } = query;
  const split = splitText(factor);
  context.log.info({ symbol, split, factor }, 'a split: every stored bar is fetched anew');
  let bars = 0;
  for (const group of groups) bars += await fetchAnew(context, query, group, request);
  context.log.info({ symbol, split, bars }, 'the stored bars are adjusted to the split');
}

async function factorSince(
  { db, hours, clock }: BarsContext,
  { symbol, timeframes }: BarsQuery,
  fetched: FetchedBars,
): Promise<number | null> {
  for (const timeframe of timeframes) {
    const now = sample(barsAs(timeframe, fetched, hours.calendar));
    const starts = now.map(({ start }) => start);
    const factor = splitFactor(await db.bars.at(symbol, timeframe, starts, clock.now()), now);
    if (factor !== null) return factor;
  }
  return null;
}

function sample(bars: readonly Bar[]): Bar[] {
  const step = Math.max(1, Math.ceil(bars.length / maxCompared));
  return bars.filter((_, index) => index % step === 0);
}

/** All stored days of a group but those that are about to be stored anyway. Gives the number of bars. */
async function fetchAnew(
  context: BarsContext,
  query: BarsQuery,
  group: readonly Timeframe[],
  request: PollRequest,
): Promise<number> {
  const { symbol } = query;
  const { clock, db } = context;
  const stored = await Promise.all(
    group.map(async (timeframe) => ({
      timeframe,
      dates: await db.bars.dates(symbol, timeframe, clock.now()),
    })),
  );
  const isAtHand = (timeframe: Timeframe, date: string) =>
    query.timeframes.includes(timeframe) && date >= query.from && date <= query.to;
  const dates = stored.flatMap(({ timeframe, dates: all }) =>
    all.filter((date) => !isAtHand(timeframe, date)),
  );
  const timeframes = stored.filter(({ dates: all }) => all.length > 0).map(({ timeframe }) => timeframe);
  const patient: PollRequest = {
    ...request,
    isForced: true,
    priority: request.priority === 'user' ? 'scheduled' : 'secondary',
  };
  let bars = 0;
  for (const range of rangesOf(dates, rangeDays[group[0]!])) {
    try {
      const fetched = await context.feed.bars.range({ symbol, timeframes, ...range }, patient);
      bars += await storeRange(context, { symbol, timeframes }, fetched);
    } catch (error) {
      if (!(error instanceof UpstreamError) || !isForGood(error)) throw error;
      context.log.warn(
        { symbol, timeframes, ...range, err: error },
        'bars from before a split stay as they are',
      );
    }
  }
  return bars;
}

/** The plan does not reach back to what a larger one once gave. */
const isForGood = ({ failure }: UpstreamError) => failure === 'too-old' || failure === 'not-found';

/** Ranges of at most so many days that hold all of the dates. */
function rangesOf(dates: readonly string[], days: number): { from: string; to: string }[] {
  const left = [...new Set(dates)].sort();
  const ranges: { from: string; to: string }[] = [];
  while (left.length > 0) {
    const from = left[0]!;
    const end = addDays(from, days - 1);
    const inside = left.findIndex((date) => date > end);
    const taken = left.splice(0, inside === -1 ? left.length : inside);
    ranges.push({ from, to: taken.at(-1)! });
  }
  return ranges;
}

import type { RecordedDay } from '../../../protocol/playback.ts';
import { gapReasons } from '../../recording/gaps/gap-reasons.ts';
import { coverageOf } from '../../../market/calendar/coverage.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import { hasDailyExpirations } from '../../../market/products/expirations.ts';
import { chainTimes } from '../../../market/products/series-times.ts';
import { nearestBy } from '../../underlyings/chains/recorded-chain.ts';
import type { PastContext } from '../past/past-context.ts';
import { type PastPoll, pollsIn } from '../past/past-reads.ts';

/** Gaps in which nothing was to be recorded. */
const nothingDue: readonly string[] = [gapReasons.marketClosed, gapReasons.notIncluded, gapReasons.givenUp];

/** Polls of one trade date, epoch ms. */
interface PolledDay {
  date: string;
  polls: number;
  first: number;
  last: number;
}

/** The days with polls of a symbol up to an instant, with the coverage of its chain, oldest first. */
export async function recordedDays(
  context: PastContext,
  symbol: string,
  asOf: number,
): Promise<RecordedDay[]> {
  const byDate = new Map<string, PastPoll[]>();
  for (const poll of await pollsIn(context.recording, symbol, { after: 0, to: asOf })) {
    const date = tradeDateOf(poll.at);
    const day = byDate.get(date);
    if (day) day.push(poll);
    else byDate.set(date, [poll]);
  }
  const { calendar } = (await context.marketAt(asOf)).hours;
  const found: RecordedDay[] = [];
  for (const [date, all] of byDate) {
    const nearest = await nearestOf(context, symbol, all, calendar);
    // Of a symbol that was only looked at, another chain may be all there is.
    const polls = nearest.length > 0 ? nearest : all;
    const day = { date, polls: polls.length, first: polls[0]!.at, last: polls.at(-1)!.at };
    found.push(await recordedDay(context, symbol, day, asOf));
  }
  return found;
}

/**
 * Those polls of one day whose chain was the nearest then. A year has hundred thousands of polls: which chain is the nearest
 * is asked once until its options stop. Where a calendar cannot name it, the day's levels do, being of the nearest only.
 */
async function nearestOf(
  { recording }: PastContext,
  symbol: string,
  polls: readonly PastPoll[],
  calendar: Calendar,
): Promise<PastPoll[]> {
  const { at: last } = polls.at(-1)!;
  const isDaily = hasDailyExpirations(symbol, calendar, last);
  const ofLevels = isDaily ? undefined : (await recording.levels.at(symbol, last))?.expiration;
  let nearest: string[] = [];
  let until = 0;
  return polls.filter(({ expiration, at }) => {
    if (at >= until) {
      nearest = nearestBy(ofLevels, calendar, symbol, at);
      until = chainTimes(symbol, nearest[0]!, calendar)?.tradingEnd ?? 0;
    }
    return nearest.includes(expiration);
  });
}

async function recordedDay(
  { recording, marketAt }: PastContext,
  symbol: string,
  { date, polls, first, last }: PolledDay,
  asOf: number,
): Promise<RecordedDay> {
  const session = (await marketAt(asOf)).hours.scheduled.sessionOn(date);
  const day = { date, polls, firstAt: first, lastAt: last, isEarlyClose: session?.isEarlyClose ?? false };
  if (!session) return { ...day, ratio: null };
  const to = Math.min(session.optionClose, asOf);
  const gaps = (await recording.gaps.ofSession(symbol, date, asOf, 'chain')).filter(
    ({ reason }) => !nothingDue.includes(reason),
  );
  return { ...day, ratio: to > session.open ? coverageOf(gaps, session.open, to).ratio : null };
}

import { isDeepStrictEqual } from 'node:util';
import type { RecordedDay } from '../../../protocol/playback.ts';
import type { PolledDay } from '../../../recordings/chains.ts';
import { isArchiveError } from '../../../archive/is-archive-error.ts';
import { rebuiltField, rebuiltShare } from '../../rebuild/shown/rebuilt-share.ts';
import { createShownMinutes } from '../../rebuild/shown/shown-minutes.ts';
import { optionHours } from '../../market-days/option-hours.ts';
import { dueWithin, recordedRatio } from '../../recording/gaps/job-coverage.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import { hasDailyExpirations, nearestExpiration } from '../../../market/products/expirations.ts';
import { chainTimes } from '../../../market/products/series-times.ts';
import { nearestBy } from '../../underlyings/chains/recorded-chain.ts';
import type { PastContext } from '../past/past-context.ts';
import type { CountedPolls } from './counted-days.ts';
import { type PastPoll, pollsIn } from '../past/past-reads.ts';

/** The days with polls of a symbol up to an instant, with the coverage of its chain, oldest first. */
export async function recordedDays(
  context: PastContext,
  symbol: string,
  asOf: number,
): Promise<RecordedDay[]> {
  const { hours } = await context.marketAt(asOf);
  const { scheduled } = optionHours({ underlying: symbol }, hours);
  const found: RecordedDay[] = [];
  const { recorded, recording } = context;
  const shown = createShownMinutes(recorded);
  const ownDates = new Set((await recorded.chains.polledDays(symbol, asOf)).map(({ date }) => date));
  for (const day of await recording.chains.polledDays(symbol, asOf)) {
    const counted = await countedPolls(context, symbol, day, hours.calendar).catch((error: unknown) =>
      // A day that cannot be read stays a day: whoever opens it is told why.
      isArchiveError(error)
        ? { polls: day.polls, firstAt: day.first, lastAt: day.last }
        : Promise.reject(error),
    );
    const session = scheduled.sessionOn(day.date);
    const gaps = await recorded.gaps.ofSession(symbol, day.date, asOf, 'chain');
    const to = session && Math.min(session.optionClose, asOf);
    const isDue = session !== null && to !== null && to > session.open;
    const expiration = session && nearestExpiration(symbol, hours.calendar, session.open);
    const minutes = isDue ? await shown.of(symbol, expiration!, session.open, to) : [];
    const ratio = isDue ? recordedRatio(dueWithin(gaps, session.open, to)) : null;
    found.push({
      ...{ date: day.date, ...counted },
      isEarlyClose: session?.isEarlyClose ?? false,
      // Before the opening bell nothing was to be recorded yet.
      ratio: isDue && !ownDates.has(day.date) ? 0 : ratio,
      ...(isDue && rebuiltField(rebuiltShare(minutes, session.open, to))),
    });
  }
  return found;
}

async function countedPolls(
  context: PastContext,
  symbol: string,
  day: PolledDay,
  calendar: Calendar,
): Promise<CountedPolls> {
  const key = `${symbol} ${day.date}`;
  const known = context.countedDays.get(key);
  if (known && isDeepStrictEqual(known.of, day)) {
    const { of: _, ...counted } = known;
    return counted;
  }
  const all = await pollsIn(context.recording, symbol, { after: day.first - 1, to: day.last });
  const nearest = await nearestOf(context, symbol, all, calendar);
  // Of a symbol that was only looked at, another chain may be all there is.
  const polls = nearest.length > 0 ? nearest : all;
  const counted = { polls: polls.length, firstAt: polls[0]!.at, lastAt: polls.at(-1)!.at };
  context.countedDays.set(key, { ...counted, of: day });
  return counted;
}

/**
 * Those polls of one day whose chain was the nearest then. A day has some thousand polls: which chain is the nearest is
 * asked once until its options stop. Where a calendar cannot name it, the day's levels do, being of the nearest only.
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

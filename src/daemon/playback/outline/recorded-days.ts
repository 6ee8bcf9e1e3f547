import type { RecordedDay } from '../../../protocol/playback.ts';
import type { PolledDay } from '../../../recordings/polls.ts';
import { gapReasons } from '../../recording/gaps/gap-reasons.ts';
import { coverageOf } from '../../../market/calendar/coverage.ts';
import type { PastContext } from '../past/past-context.ts';

/** Gaps in which nothing was to be recorded. */
const nothingDue: readonly string[] = [gapReasons.marketClosed, gapReasons.notIncluded, gapReasons.givenUp];

/** The days with polls of a symbol up to an instant, with the coverage of its chain, oldest first. */
export async function recordedDays(
  context: PastContext,
  symbol: string,
  asOf: number,
): Promise<RecordedDay[]> {
  const days: RecordedDay[] = [];
  for (const day of await context.recording.chains.polledDays(symbol, asOf)) {
    days.push(await recordedDay(context, symbol, day, asOf));
  }
  return days;
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

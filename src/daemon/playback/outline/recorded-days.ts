import type { RecordedDay } from '../../../protocol/playback.ts';
import { gapReasons } from '../../recording/gaps/gap-reasons.ts';
import { coverageOf } from '../../../market/calendar/coverage.ts';
import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { PastContext } from '../past/past-context.ts';
import { pollsIn } from '../past/past-reads.ts';

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
  const days = new Map<string, PolledDay>();
  for (const { at } of await pollsIn(context.recording, symbol, { after: 0, to: asOf })) {
    const date = tradeDateOf(at);
    const day = days.get(date) ?? { date, polls: 0, first: at, last: at };
    days.set(date, { ...day, polls: day.polls + 1, last: at });
  }
  const found: RecordedDay[] = [];
  for (const day of days.values()) found.push(await recordedDay(context, symbol, day, asOf));
  return found;
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

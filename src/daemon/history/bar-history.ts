import type { Recording } from '../../recordings/recording.ts';
import { type Timeframe, timeframeMs } from '../../market/quotes/bar.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { holdsPreMarket } from '../../market/quotes/hour-bars.ts';
import { addDays, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';

const hourMs = 3_600_000;

/** Number of bars of a session. Windows are aligned to the clock: the first hour of a session is a shorter one. */
function windowsOf({ open, close }: Session, timeframe: Timeframe): number {
  const windowStart = Math.floor(open / timeframeMs[timeframe]) * timeframeMs[timeframe];
  return (close - windowStart) / timeframeMs[timeframe];
}

/**
 * Sessions between two dates, both included, whose bars are not all there, oldest first. A session is taken for whole
 * with bars up to its last hour and for at least half of its windows: a thinly traded symbol has none for many. One with
 * an hour that holds some of the pre-market, as they were recorded once, is not.
 */
export async function missingSessions(
  db: Recording,
  calendar: Calendar,
  { symbol, timeframe, from, to }: { symbol: string; timeframe: Timeframe; from: string; to: string },
  asOf: number,
): Promise<string[]> {
  const dates = calendar.tradingDays(from, to);
  if (dates.length === 0) return [];
  const starts = new Map<string, number[]>();
  const bars = await db.bars.range(
    symbol,
    timeframe,
    newYorkInstant(from, '00:00'),
    newYorkInstant(addDays(to, 1), '00:00'),
    asOf,
  );
  const toReplace = new Set(bars.filter(holdsPreMarket).map(({ date }) => date));
  for (const { date, start } of bars) {
    const known = starts.get(date);
    if (known) known.push(start);
    else starts.set(date, [start]);
  }
  return dates.filter(
    (date) => toReplace.has(date) || !isWhole(calendar.sessionOn(date)!, timeframe, starts.get(date) ?? []),
  );
}

function isWhole(session: Session, timeframe: Timeframe, starts: readonly number[]): boolean {
  if (timeframe === 'daily') return starts.length > 0;
  return (
    starts.length >= windowsOf(session, timeframe) / 2 &&
    starts.some((start) => start >= session.close - hourMs)
  );
}

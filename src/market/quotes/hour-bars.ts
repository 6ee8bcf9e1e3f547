import type { Bar } from './bar.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { newYorkInstant } from '../calendar/new-york-time.ts';
import type { Session } from '../calendar/session.ts';

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

/** Start of the hour that an instant lies in. New York is whole hours from UTC. */
const clockHour = (at: number): number => Math.floor(at / hourMs) * hourMs;

/**
 * Bars of an hour from those of a quarter: the vendor's own hour of the open begins at 09:00 and holds half an hour of
 * the pre-market. The first one begins with the session, all others at the full hour, as the vendor's do.
 * @param quarters of regular hours and of one symbol, oldest first
 * @param missing starts of quarters that the answer held and that could not be read; hours with one of them are left out.
 * `null` for a quarter of which not even the start could be read: it may belong to any hour that lacks one
 */
export function hourBars(
  quarters: readonly Bar[],
  calendar: Calendar,
  missing: readonly (number | null)[] = [],
): Bar[] {
  const hours = new Map<number, Bar[]>();
  for (const quarter of quarters) {
    const session = calendar.sessionOn(quarter.date);
    if (!session || quarter.start < session.open) continue;
    const start = Math.max(session.open, clockHour(quarter.start));
    const known = hours.get(start);
    if (known) known.push(quarter);
    else hours.set(start, [quarter]);
  }
  const holed = new Set(missing.map((start) => (start === null ? null : clockHour(start))));
  const isWhole = (start: number, found: readonly Bar[]) => {
    if (holed.has(clockHour(start))) return false;
    return !holed.has(null) || found.length === quartersIn(start, calendar.sessionOn(found[0]!.date)!);
  };
  return [...hours]
    .filter(([start, found]) => isWhole(start, found))
    .map(([start, found]) => joined(start, found));
}

function quartersIn(start: number, { close }: Session): number {
  return (Math.min(clockHour(start) + hourMs, close) - start) / quarterMs;
}

/** Sums of decimal fractions, without the binary dust. */
const rounded = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

function joined(start: number, quarters: readonly Bar[]): Bar {
  const [first] = quarters;
  const volume = quarters.reduce((sum, bar) => sum + bar.volume, 0);
  const hasAverage = volume > 0 && quarters.every(({ vwap }) => vwap !== null);
  const turnover = quarters.reduce((sum, bar) => sum + bar.volume * (bar.vwap ?? 0), 0);
  return {
    ...first!,
    timeframe: '1hour',
    start,
    high: Math.max(...quarters.map(({ high }) => high)),
    low: Math.min(...quarters.map(({ low }) => low)),
    close: quarters.at(-1)!.close,
    volume: rounded(volume, 6),
    vwap: hasAverage ? rounded(turnover / volume, 4) : null,
  };
}

/** Starts of the vendor's hours around the open that made ones take the place of, on the days of these bars. */
export function replacedHours(quarters: readonly Bar[], calendar: Calendar): number[] {
  const opens = [...new Set(quarters.map(({ date }) => date))].flatMap(
    (date) => calendar.sessionOn(date)?.open ?? [],
  );
  return opens.map(clockHour).filter((start, index) => start !== opens[index]);
}

/** Whether a bar is of the vendor's hour around the open, as it was recorded before hours were made of quarters. */
export function holdsPreMarket({ timeframe, start, date }: Bar): boolean {
  return timeframe === '1hour' && start < newYorkInstant(date, '09:30');
}

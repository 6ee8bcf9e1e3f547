import { calendarDays } from '../../config/settings/calendar-days.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { needsCalendar } from '../../market/calendar/typed-time/typed-time.ts';
import { type AnswerSource, marketNow } from './answer-source.ts';
import type { Invocation } from './invocation.ts';
import type { NamedInstant, TimeArgument } from './time-argument.ts';

/** What to do where nothing had been recorded by an instant: no poll to come changes that. */
export const recordedDaysHint =
  'Check symbol and time: in `spyglass replay`, `d` shows which days are recorded.';

/**
 * The instant that a flag such as `--at` asks to see, by the time of whoever answers: a demo's clock has a
 * date of its own, and its recordings may lie ahead of this machine's.
 * @throws SpyglassError `usage` where it lies in the future, or on a day without the session that it names
 */
export async function pastInstant(
  invocation: Pick<Invocation, 'loaded'>,
  source: AnswerSource,
  wanted: TimeArgument,
  symbol: string,
): Promise<NamedInstant> {
  const now = Math.max(marketNow(source), await newestRecorded(source, symbol));
  const calendar = await calendarFor(invocation, source, wanted, now);
  return wanted.in({ now, reference: now, calendar, isPast: true });
}

/** With what the exchange has said beyond the rules, which takes a look into the recordings, only where it matters. */
async function calendarFor(
  { loaded }: Pick<Invocation, 'loaded'>,
  source: AnswerSource,
  { parsed }: TimeArgument,
  now: number,
): Promise<Calendar> {
  if (!needsCalendar(parsed)) return createCalendar(calendarDays(loaded.settings));
  const { readMarketDays } = await import('../../daemon/market-days/open-market-days.ts');
  const { exchangeDays, asOf } =
    source.from === 'daemon'
      ? { exchangeDays: source.exchangeDays, asOf: now }
      : { exchangeDays: source.db.exchangeDays, asOf: source.asOf };
  return (await readMarketDays(loaded.settings, exchangeDays, asOf)).calendar;
}

/** When a symbol's last chain was recorded; 0 where none was, or a daemon says what time it is. */
async function newestRecorded(source: AnswerSource, symbol: string): Promise<number> {
  if (source.from === 'daemon') return 0;
  const { db, asOf } = source;
  const newest = (await db.levels.at(symbol, asOf)) ?? (await db.chains.latest(symbol, asOf));
  return newest?.timestamp ?? 0;
}

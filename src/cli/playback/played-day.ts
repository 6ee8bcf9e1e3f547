import { SpyglassError } from '../../base/errors.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { dateOfDay, dayText } from '../../market/calendar/typed-time/day.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { PlaybackSession, RecordedDay } from '../../protocol/playback.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { TimeArgument } from '../invocation/time-argument.ts';
import type { PlaybackWish } from './playback-flags.ts';

/** A recorded trade date (`tradeDateOf`). Instants are epoch ms. */
export interface PlayedDay {
  date: string;
  /** What was received after this instant belongs to it … */
  start: number;
  /** … up to this one. */
  end: number;
  recorded: RecordedDay;
  /** The instant that a flag names on it. @throws SpyglassError `usage` */
  instant(time: TimeArgument): number;
  /** The opening bell; `null` where the date has no session. */
  open: number | null;
}

/**
 * The day that is to be played, the last recorded one where none is named.
 * @throws SpyglassError `usage`; `no_data` where nothing of the symbol is recorded on it, with the nearest recorded days
 */
export async function playedDay(
  { loaded }: Pick<Invocation, 'loaded'>,
  link: Link,
  { day }: PlaybackWish,
  symbol: string,
): Promise<PlayedDay> {
  const { now } = link.hello;
  const days = await link.request('playback.days', { symbol });
  const calendar = createCalendar(calendarDays(loaded.settings));
  const date = day ? namedDate(day, now, calendar) : days.at(-1)?.date;
  const recorded = days.find((each) => each.date === date);
  if (!recorded)
    throw notRecorded(days, { symbol, date, today: newYorkDate(now), path: link.hello.databasePath });
  const session = await link.request('playback.session', { symbol, date: recorded.date });
  return {
    date: recorded.date,
    start: newYorkInstant(addDays(recorded.date, -1), '20:00'),
    end: newYorkInstant(recorded.date, '20:00'),
    recorded,
    open: session?.open ?? null,
    instant: (time) => {
      const isOffset = time.parsed.kind === 'offset';
      const reference = isOffset ? now : newYorkInstant(recorded.date, '12:00');
      return time.in({ now, reference, calendar: withSession(calendar, session), isPast: true }).at;
    },
  };
}

function namedDate({ text, day }: NonNullable<PlaybackWish['day']>, now: number, calendar: Calendar): string {
  const named = dateOfDay(day, now, calendar);
  if ('date' in named) return named.date;
  throw new SpyglassError('usage', `${text}: ${named.reason}.`);
}

/** The session's bells as they were recorded: what the exchange has said stands in no rule and no setting. */
export function withSession(calendar: Calendar, recorded: PlaybackSession | null): Calendar {
  return {
    ...calendar,
    sessionOn(date) {
      const session = calendar.sessionOn(date);
      return session && date === recorded?.date ? { ...session, ...recorded } : session;
    },
  };
}

interface Missing {
  symbol: string;
  date: string | undefined;
  /** New York date, so that messages leave out its year. */
  today: string;
  path: string;
}

function notRecorded(days: readonly RecordedDay[], { symbol, date, today, path }: Missing): SpyglassError {
  if (date === undefined || days.length === 0) {
    return new SpyglassError('no_data', `No chain of ${symbol} is recorded in ${path}.`, {
      hint: 'Name a recorded symbol with --symbol, or another directory with --data-dir.',
    });
  }
  const before = days.findLast((day) => day.date < date);
  const after = days.find((day) => day.date > date);
  const nearest = [before, after].filter((day) => day !== undefined).map((day) => dayText(day.date, today));
  return new SpyglassError('no_data', `No chain of ${symbol} is recorded of ${dayText(date, today)}.`, {
    hint: `The nearest recorded ${nearest.length > 1 ? 'days are' : 'day is'} ${nearest.join(' and ')}.`,
  });
}

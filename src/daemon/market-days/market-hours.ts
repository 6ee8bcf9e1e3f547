import type { CalendarDays } from '../../config/settings/calendar-days.ts';
import type { ExchangeDay } from '../../recordings/exchange-days.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { dateProblem } from '../../market/calendar/instants.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { standardExpiration } from '../../market/calendar/standard-expirations.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { UpcomingDay } from '../../sources/polygon/parse/parse-market-status.ts';

/** Holds the calendar in force, which is replaced when the exchange announces a day that the rules do not know. */
export interface MarketHours {
  readonly calendar: Calendar;
}

/** The calendar put together from the rules, the settings, what the exchange announces and what it says right now. */
export interface MarketDays extends MarketHours {
  /** Without what the exchange says: what an announcement is compared with. */
  readonly known: Calendar;
  /** With what it has announced and without what it says right now: the sessions that could be expected. */
  readonly scheduled: Calendar;
  /** Replaces the settings' own days and hours. */
  configure(settings: CalendarDays): void;
  /**
   * Takes over what is announced beyond that as of a day. An earlier announcement that is not repeated is forgotten,
   * unless its day has passed: the exchange announces coming days only.
   */
  announce(days: readonly UpcomingDay[], today: string): void;
  /** Closes one day that the exchange turns out not to keep; `null` opens it again. */
  suspend(date: string | null): void;
  /** Sets whether the exchange says that it trades overnight; counts only where `asksAboutOvernight`. */
  hearOfOvernight(isTrading: boolean): void;
  /** Whether the settings leave it to the exchange whether there are overnight sessions. */
  readonly asksAboutOvernight: boolean;
  /** The suspended day is over: it stays a day without a session. */
  endSuspendedDay(): void;
  /** Date that the exchange says it is closed on; `null` for none. */
  readonly suspended: string | null;
  /** Whether a day is a scheduled session on which the exchange said that it was closed. */
  stoodClosed(date: string): boolean;
}

/** What the exchange said in earlier runs, and where to keep what it says now. */
export interface ExchangeMemory {
  said: readonly ExchangeDay[];
  /** New York date of the start. */
  today: string;
  /** Called with everything that holds, whenever some of it may have changed. */
  keep(days: readonly ExchangeDay[]): void;
}

const saysClosed = 'closed, says the exchange';

/** Puts the calendar together from the settings and what the exchange said in earlier runs. */
export function createMarketDays(initial: CalendarDays, memory?: ExchangeMemory): MarketDays {
  const { today = '', keep = () => {} } = memory ?? {};
  const said = (memory?.said ?? []).filter(({ date }) => dateProblem(date) === null);
  const foundClosed = said.filter(({ origin }) => origin === 'status').map(({ date }) => date);
  let settings = initial;
  let announced: readonly UpcomingDay[] = said.filter(({ origin }) => origin === 'announcement');
  let suspended = foundClosed.find((date) => date === today) ?? null;
  /** Before the exchange is asked in this run, the table counts. */
  let isOvernightTraded = true;
  const neverOpened = foundClosed.filter((date) => date < today);
  const closedDays = () => [...neverOpened, ...(suspended === null ? [] : [suspended])];
  const build = () => calendarsOf(settings, { announced, closedDays: closedDays(), isOvernightTraded });
  let calendars = build();
  /** Applies and keeps what the exchange has said. */
  const apply = () => {
    calendars = build();
    keep(exchangeDaysOf(announced, closedDays()));
  };
  return {
    get known() {
      return calendars.known;
    },
    get scheduled() {
      return calendars.scheduled;
    },
    get calendar() {
      return calendars.calendar;
    },
    get suspended() {
      return suspended;
    },
    get asksAboutOvernight() {
      return settings.asksAboutOvernight && !settings.isWithoutOvernight;
    },
    hearOfOvernight(isTrading) {
      isOvernightTraded = isTrading;
      calendars = build();
    },
    configure(days) {
      settings = days;
      calendars = build();
    },
    announce(days, today) {
      const past = announced.filter(({ date }) => date < today);
      announced = [...past, ...days.filter(({ date }) => !past.some((day) => day.date === date))];
      apply();
    },
    suspend(date) {
      suspended = date;
      apply();
    },
    endSuspendedDay() {
      if (suspended !== null) neverOpened.push(suspended);
      suspended = null;
      apply();
    },
    stoodClosed: (date) =>
      calendars.scheduled.sessionOn(date) !== null && calendars.calendar.sessionOn(date) === null,
  };
}

function exchangeDaysOf(announced: readonly UpcomingDay[], closedDays: readonly string[]): ExchangeDay[] {
  return [
    ...announced.map(({ date, name, kind }) => ({ date, name, kind, origin: 'announcement' as const })),
    ...closedDays.map((date) => ({ date, name: saysClosed, kind: 'closed', origin: 'status' }) as const),
  ];
}

/** What the exchange has said, by announcement and by its status. */
interface ExchangeWord {
  announced: readonly UpcomingDay[];
  /** Dates on which it said that it was closed. */
  closedDays: readonly string[];
  isOvernightTraded: boolean;
}

function calendarsOf(
  settings: CalendarDays,
  { announced, closedDays, isOvernightTraded }: ExchangeWord,
): Pick<MarketDays, 'known' | 'scheduled' | 'calendar'> {
  const planned: CalendarDays = {
    ...settings,
    closures: [...settings.closures, ...announced.filter((day) => day.kind === 'closed')],
    earlyCloses: [...settings.earlyCloses, ...announced.filter((day) => day.kind === 'early-close')],
  };
  const known = createCalendar(settings);
  const scheduled = createCalendar(planned);
  const isSilent = settings.asksAboutOvernight && !isOvernightTraded;
  if (closedDays.length === 0 && !isSilent) return { known, scheduled, calendar: scheduled };
  const found = closedDays.map((date) => ({ date, name: saysClosed }));
  const calendar = createCalendar({
    ...planned,
    closures: [...planned.closures, ...found],
    isWithoutOvernight: planned.isWithoutOvernight || isSilent,
  });
  return { known, scheduled, calendar };
}

/** The phase as clients see it. @param expiration the main symbol's nearest one */
export function phaseState(
  { calendar }: MarketHours,
  now: number,
  expiration = calendar.zeroDteExpiry(now),
): PhaseState {
  const { phase, nextChangeAt, nextPhase, session } = calendar.phaseAt(now);
  const { postClose, ...hours } = session;
  const next = calendar.nextSession(postClose).date;
  // A share has no expiration on every day, and what is the next session's cannot be told by its nearest one.
  const isLater = expiration > next && now >= session.close;
  return {
    phase,
    nextChangeAt,
    nextPhase,
    session: hours,
    expiration,
    ...(isLater && { nextSession: next }),
    standardExpiration: standardExpiration(calendar, expiration),
    closedBecause: phase === 'closed' ? calendar.closure(newYorkDate(now)) : null,
  };
}

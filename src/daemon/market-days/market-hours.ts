import type { CalendarDays } from '../../config/settings/calendar-days.ts';
import type { ExchangeDay } from '../../recordings/exchange-days.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { dateProblem } from '../../market/calendar/instants.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { standardExpiration } from '../../market/calendar/standard-expirations.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { UpcomingDay } from '../../sources/polygon/parse/parse-market-status.ts';

/** The calendar in force; it is replaced when the exchange announces a day that the rules do not know. */
export interface MarketHours {
  readonly calendar: Calendar;
}

/** The calendar put together from the rules, the settings, what the exchange announces and what it says right now. */
export interface MarketDays extends MarketHours {
  /** Without what the exchange says: what an announcement is compared with. */
  readonly known: Calendar;
  /** With what it has announced and without what it says right now: the sessions that somebody could reckon with. */
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
  /** Whether the exchange trades in overnight sessions, by its own word; heard only where the settings leave it to it. */
  hearOfOvernight(isTrading: boolean): void;
  /** Whether its own word is what decides about overnight sessions. */
  readonly asksAboutOvernight: boolean;
  /** The suspended day is over and stays one without a session. */
  endSuspendedDay(): void;
  readonly suspended: string | null;
  /** Whether a day is a session for everybody but the exchange, which said on that day that it was closed. */
  stoodClosed(date: string): boolean;
}

/** What the exchange said before this start, and who keeps what it says now for the next one. */
export interface ExchangeMemory {
  said: readonly ExchangeDay[];
  /** New York date of the start. */
  today: string;
  /** Told all that holds, whenever some of it may have changed. */
  keep(days: readonly ExchangeDay[]): void;
}

const saysClosed = 'closed, says the exchange';

export function createMarketDays(initial: CalendarDays, memory?: ExchangeMemory): MarketDays {
  const { today = '', keep = () => {} } = memory ?? {};
  const said = (memory?.said ?? []).filter(({ date }) => dateProblem(date) === null);
  let settings = initial;
  let known = createCalendar(settings);
  let scheduled = known;
  let calendar = known;
  const foundClosed = said.filter(({ toldBy }) => toldBy === 'status').map(({ date }) => date);
  let announced: readonly UpcomingDay[] = said.filter(({ toldBy }) => toldBy === 'announcement');
  let suspended = foundClosed.find((date) => date === today) ?? null;
  /** Until the first word of this start, the table is believed. */
  let isOvernightTraded = true;
  const neverOpened = foundClosed.filter((date) => date < today);
  const onItsWord = () => [...neverOpened, ...(suspended === null ? [] : [suspended])];
  const rebuild = () => {
    const planned: CalendarDays = {
      ...settings,
      closures: [...settings.closures, ...announced.filter((day) => day.kind === 'closed')],
      earlyCloses: [...settings.earlyCloses, ...announced.filter((day) => day.kind === 'early-close')],
    };
    scheduled = createCalendar(planned);
    const found = onItsWord().map((date) => ({ date, name: saysClosed }));
    const isSilent = settings.asksAboutOvernight && !isOvernightTraded;
    calendar =
      found.length === 0 && !isSilent
        ? scheduled
        : createCalendar({
            ...planned,
            closures: [...planned.closures, ...found],
            isWithoutOvernight: planned.isWithoutOvernight || isSilent,
          });
  };
  const hear = () => {
    rebuild();
    keep([
      ...announced.map(({ date, name, kind }) => ({ date, name, kind, toldBy: 'announcement' as const })),
      ...onItsWord().map((date) => ({ date, name: saysClosed, kind: 'closed', toldBy: 'status' }) as const),
    ]);
  };
  rebuild();
  return {
    get known() {
      return known;
    },
    get scheduled() {
      return scheduled;
    },
    get calendar() {
      return calendar;
    },
    get suspended() {
      return suspended;
    },
    get asksAboutOvernight() {
      return settings.asksAboutOvernight && !settings.isWithoutOvernight;
    },
    hearOfOvernight(isTrading) {
      isOvernightTraded = isTrading;
      rebuild();
    },
    configure(days) {
      settings = days;
      known = createCalendar(days);
      rebuild();
    },
    announce(days, today) {
      const past = announced.filter(({ date }) => date < today);
      announced = [...past, ...days.filter(({ date }) => !past.some((day) => day.date === date))];
      hear();
    },
    suspend(date) {
      suspended = date;
      hear();
    },
    endSuspendedDay() {
      if (suspended !== null) neverOpened.push(suspended);
      suspended = null;
      hear();
    },
    stoodClosed: (date) => scheduled.sessionOn(date) !== null && calendar.sessionOn(date) === null,
  };
}

/** @param expiration the main symbol's nearest one */
export function phaseState(
  { calendar }: MarketHours,
  now: number,
  expiration = calendar.zeroDteExpiry(now),
): PhaseState {
  const { phase, nextChangeAt, nextPhase, session } = calendar.phaseAt(now);
  const { postClose: _, ...hours } = session;
  return {
    phase,
    nextChangeAt,
    nextPhase,
    session: hours,
    expiration,
    standardExpiration: standardExpiration(calendar, expiration),
    closedBecause: phase === 'closed' ? calendar.closure(newYorkDate(now)) : null,
  };
}

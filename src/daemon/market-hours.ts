import type { ExchangeDay } from '../db/exchange-day-store.ts';
import { type Calendar, createCalendar } from '../market/calendar.ts';
import { newYorkDate } from '../market/new-york-time.ts';
import { standardExpiration } from '../market/standard-expirations.ts';
import type { NamedDate } from '../market/trading-holidays.ts';
import type { PhaseState } from '../protocol/state.ts';
import type { UpcomingDay } from './upstream/parse-market-status.ts';

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
  /** Replaces the settings' own days. */
  configure(settings: SettingsDays): void;
  /**
   * Takes over what is announced beyond that as of a day. An earlier announcement that is not repeated is forgotten,
   * unless its day has passed: the exchange announces coming days only.
   */
  announce(days: readonly UpcomingDay[], today: string): void;
  /** Closes one day that the exchange turns out not to keep; `null` opens it again. */
  suspend(date: string | null): void;
  /** The suspended day is over and stays one without a session. */
  endSuspendedDay(): void;
  readonly suspended: string | null;
  /** Whether a day is a session for everybody but the exchange, which said on that day that it was closed. */
  stoodClosed(date: string): boolean;
}

export interface SettingsDays {
  closures: NamedDate[];
  earlyCloses: NamedDate[];
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

export function createMarketDays(initial: SettingsDays, memory?: ExchangeMemory): MarketDays {
  const { said = [], today = '', keep = () => {} } = memory ?? {};
  let settings = initial;
  let known = createCalendar(settings);
  let scheduled = known;
  let calendar = known;
  const foundClosed = said.filter(({ toldBy }) => toldBy === 'status').map(({ date }) => date);
  let announced: readonly UpcomingDay[] = said.filter(({ toldBy }) => toldBy === 'announcement');
  let suspended = foundClosed.find((date) => date === today) ?? null;
  const neverOpened = foundClosed.filter((date) => date < today);
  const onItsWord = () => [...neverOpened, ...(suspended === null ? [] : [suspended])];
  const rebuild = () => {
    const closures = [...settings.closures, ...announced.filter((day) => day.kind === 'closed')];
    const earlyCloses = [...settings.earlyCloses, ...announced.filter((day) => day.kind === 'early-close')];
    scheduled = createCalendar({ closures, earlyCloses });
    const found = onItsWord().map((date) => ({ date, name: saysClosed }));
    calendar =
      found.length === 0 ? scheduled : createCalendar({ closures: [...closures, ...found], earlyCloses });
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

export function phaseState({ calendar }: MarketHours, now: number): PhaseState {
  const { phase, nextChangeAt, nextPhase, session } = calendar.phaseAt(now);
  const { date, open, close, optionClose, isEarlyClose } = session;
  const expiration = calendar.zeroDteExpiry(now);
  return {
    phase,
    nextChangeAt,
    nextPhase,
    session: { date, open, close, optionClose, isEarlyClose },
    expiration,
    standardExpiration: standardExpiration(calendar, expiration),
    closedBecause: calendar.closure(newYorkDate(now)),
  };
}

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
}

export interface SettingsDays {
  closures: NamedDate[];
  earlyCloses: NamedDate[];
}

export function createMarketDays(initial: SettingsDays): MarketDays {
  let settings = initial;
  let known = createCalendar(settings);
  let scheduled = known;
  let calendar = known;
  let announced: readonly UpcomingDay[] = [];
  let suspended: string | null = null;
  const neverOpened: string[] = [];
  const rebuild = () => {
    const closures = [...settings.closures, ...announced.filter((day) => day.kind === 'closed')];
    const earlyCloses = [...settings.earlyCloses, ...announced.filter((day) => day.kind === 'early-close')];
    scheduled = createCalendar({ closures, earlyCloses });
    const onItsWord = [...neverOpened, ...(suspended === null ? [] : [suspended])];
    calendar =
      onItsWord.length === 0
        ? scheduled
        : createCalendar({
            closures: [
              ...closures,
              ...onItsWord.map((date) => ({ date, name: 'closed, says the exchange' })),
            ],
            earlyCloses,
          });
  };
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
      rebuild();
    },
    suspend(date) {
      suspended = date;
      rebuild();
    },
    endSuspendedDay() {
      if (suspended !== null) neverOpened.push(suspended);
      suspended = null;
      rebuild();
    },
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

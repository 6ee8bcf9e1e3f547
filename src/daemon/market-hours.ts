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
  /** Takes over what was announced beyond that; an earlier announcement that is not repeated is forgotten. */
  announce(days: readonly UpcomingDay[]): void;
  /** Closes one day that the exchange turns out not to keep; `null` opens it again. */
  suspend(date: string | null): void;
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
  const rebuild = () => {
    const closures = [...settings.closures, ...announced.filter((day) => day.kind === 'closed')];
    const earlyCloses = [...settings.earlyCloses, ...announced.filter((day) => day.kind === 'early-close')];
    scheduled = createCalendar({ closures, earlyCloses });
    calendar =
      suspended === null
        ? scheduled
        : createCalendar({
            closures: [...closures, { date: suspended, name: 'closed, says the exchange' }],
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
    announce(days) {
      announced = days;
      rebuild();
    },
    suspend(date) {
      suspended = date;
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

import type { Calendar } from '../market/calendar.ts';
import { newYorkDate } from '../market/new-york-time.ts';
import type { PhaseState } from '../protocol/state.ts';

/** The calendar in force; it is replaced when the exchange announces a day that the rules do not know. */
export interface MarketHours {
  calendar: Calendar;
}

export function phaseState({ calendar }: MarketHours, now: number): PhaseState {
  const { phase, nextChangeAt, nextPhase, session } = calendar.phaseAt(now);
  const { date, open, close, optionClose, isEarlyClose } = session;
  return {
    phase,
    nextChangeAt,
    nextPhase,
    session: { date, open, close, optionClose, isEarlyClose },
    expiration: calendar.zeroDteExpiry(now),
    closedBecause: calendar.closure(newYorkDate(now)),
  };
}

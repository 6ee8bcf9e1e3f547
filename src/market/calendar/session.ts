import { addDays, newYorkInstant } from './new-york-time.ts';
import { type HoursOn, hoursBy } from './trading-hours.ts';

/**
 * `overnight`: from the evening before a trading day until its pre-market. `options-late`: the stock has closed and its
 * options still trade. The words of the protocol's `PhaseName`.
 */
export const phases = ['closed', 'overnight', 'pre', 'regular', 'options-late', 'post'] as const;
/** A phase of the trading day. */
export type Phase = (typeof phases)[number];

const hoursByTable = hoursBy();

/** One trading day. Every instant is epoch ms and starts a half-open window. */
export interface Session {
  /** Its trade date in New York, `YYYY-MM-DD`. */
  readonly date: string;
  /** On the evening before; the overnight session ends at `preOpen`. `null` where there is none. */
  readonly overnightOpen: number | null;
  readonly preOpen: number;
  readonly open: number;
  readonly close: number;
  /**
   * When options stop trading, some minutes after the stock's close: those that trade longest, as on SPY. In the calendar of
   * an underlying (`calendarOf`) it is when its own do.
   */
  readonly optionClose: number;
  readonly postClose: number;
  readonly isEarlyClose: boolean;
}

/** Where an instant stands in the market's day. */
export interface PhaseAt {
  readonly phase: Phase;
  /** The session at hand, or the next one when the market is closed. */
  readonly session: Session;
  readonly nextChangeAt: number;
  readonly nextPhase: Phase;
  /** First opening bell after the instant. */
  readonly nextRegularOpen: number;
  /** First closing bell after the instant: today's during the session. */
  readonly nextRegularClose: number;
  readonly areOptionsOpen: boolean;
}

/** The session of a date, which must be a trading day. The hours are the table's unless others are given. */
export function sessionOf(date: string, isEarlyClose: boolean, hoursOn: HoursOn = hoursByTable): Session {
  const hours = hoursOn(date);
  const at = (time: string) => newYorkInstant(date, time);
  return {
    date,
    overnightOpen:
      hours.overnightOpen === null ? null : newYorkInstant(addDays(date, -1), hours.overnightOpen),
    preOpen: at(hours.preOpen),
    open: at(hours.open),
    close: at(isEarlyClose ? hours.earlyClose : hours.close),
    optionClose: at(isEarlyClose ? hours.earlyOptionClose : hours.optionClose),
    postClose: at(isEarlyClose ? hours.earlyPostClose : hours.postClose),
    isEarlyClose,
  };
}

/** When the first trade of a session can be: in the night before it, or when its pre-market opens. */
export function sessionStart({ overnightOpen, preOpen }: Session): number {
  return overnightOpen ?? preOpen;
}

/**
 * Phase of an instant, given the first session that has not ended by then and the one after it.
 */
export function phaseWithin(at: number, session: Session, following: Session): PhaseAt {
  const { overnightOpen } = session;
  const night: readonly [until: number, phase: Phase][] =
    overnightOpen === null
      ? [[session.preOpen, 'closed']]
      : [
          [overnightOpen, 'closed'],
          [session.preOpen, 'overnight'],
        ];
  const steps: readonly [until: number, phase: Phase][] = [
    ...night,
    [session.open, 'pre'],
    [session.close, 'regular'],
    [session.optionClose, 'options-late'],
    [session.postClose, 'post'],
  ];
  const step = steps.find(([until]) => at < until);
  if (!step) throw new RangeError(`The session of ${session.date} ended before ${at}`);
  return {
    phase: step[1],
    session,
    nextChangeAt: step[0],
    // A step may take no time, where the hours are set so.
    nextPhase:
      steps.find(([until]) => until > step[0])?.[1] ??
      (following.overnightOpen === step[0] ? 'overnight' : 'closed'),
    nextRegularOpen: at < session.open ? session.open : following.open,
    nextRegularClose: at < session.close ? session.close : following.close,
    areOptionsOpen: at >= session.open && at < session.optionClose,
  };
}

import { newYorkInstant } from './new-york-time.ts';

/** `options-late`: the stock has closed and its options still trade. The same words as the protocol's `PhaseName`. */
export type Phase = 'closed' | 'pre' | 'regular' | 'options-late' | 'post';

/** One trading day. Every instant is epoch ms and starts a half-open window. */
export interface Session {
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly preOpen: number;
  readonly open: number;
  readonly close: number;
  /** When options on SPY stop trading, some minutes after the stock's close. */
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

interface Hours {
  preOpen: string;
  open: string;
  close: string;
  optionClose: string;
  postClose: string;
}

/**
 * Hours in New York, by the date from which they hold; the last row that has begun applies. Exchanges keep adding
 * trading time: a change is a new row here.
 */
const hoursTable: readonly { from: string; full: Hours; early: Hours }[] = [
  {
    from: '2000-01-01',
    full: { preOpen: '04:00', open: '09:30', close: '16:00', optionClose: '16:15', postClose: '20:00' },
    early: { preOpen: '04:00', open: '09:30', close: '13:00', optionClose: '13:15', postClose: '17:00' },
  },
];

/** The session of a date, which must be a trading day. */
export function sessionOf(date: string, isEarlyClose: boolean): Session {
  const row = hoursTable.findLast(({ from }) => from <= date);
  if (!row) throw new RangeError(`No trading hours are known for ${date}`);
  const hours = isEarlyClose ? row.early : row.full;
  return {
    date,
    preOpen: newYorkInstant(date, hours.preOpen),
    open: newYorkInstant(date, hours.open),
    close: newYorkInstant(date, hours.close),
    optionClose: newYorkInstant(date, hours.optionClose),
    postClose: newYorkInstant(date, hours.postClose),
    isEarlyClose,
  };
}

/**
 * Phase of an instant, given the first session that has not ended by then and the one after it.
 */
export function phaseWithin(at: number, session: Session, following: Session): PhaseAt {
  const steps: readonly [until: number, phase: Phase][] = [
    [session.preOpen, 'closed'],
    [session.open, 'pre'],
    [session.close, 'regular'],
    [session.optionClose, 'options-late'],
    [session.postClose, 'post'],
  ];
  const index = steps.findIndex(([until]) => at < until);
  const step = steps[index];
  if (!step) throw new RangeError(`The session of ${session.date} ended before ${at}`);
  return {
    phase: step[1],
    session,
    nextChangeAt: step[0],
    nextPhase: steps[index + 1]?.[1] ?? 'closed',
    nextRegularOpen: at < session.open ? session.open : following.open,
    nextRegularClose: at < session.close ? session.close : following.close,
    areOptionsOpen: at >= session.open && at < session.optionClose,
  };
}

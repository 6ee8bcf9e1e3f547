import type { Calendar } from '../../market/calendar/calendar.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { Instrument, OptionRoot } from '../instruments/instrument.ts';

/** The contracts of one root and one expiration: what ends at one instant and is priced together. */
export interface OptionSeries {
  instrument: Instrument;
  root: OptionRoot;
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** What generators and memories call it. */
  label: string;
}

/** The series of a root and an expiration, listed or not. */
export function optionSeries(instrument: Instrument, root: OptionRoot, expiration: string): OptionSeries {
  const name = instrument.kind === 'stock' ? instrument.ticker : root.root;
  return { instrument, root, expiration, label: `${name} ${expiration}` };
}

/** Epoch ms at which a series is worth its intrinsic value alone; `null` for a date without a session. */
export function expiryOf(calendar: Calendar, { root, expiration }: OptionSeries): number | null {
  const session = calendar.sessionOn(expiration);
  if (!session) return null;
  return root.settlement === 'am' ? session.open : endOf(session, root.lastDayEnd);
}

/**
 * Epoch ms at which a series stops trading in a session; the session's open for one that does not trade in it, as one that
 * settles that morning.
 */
export function tradingEnd({ root, expiration }: OptionSeries, session: Session): number {
  if (session.date < expiration) return endOf(session, root.end);
  return root.settlement === 'am' ? session.open : endOf(session, root.lastDayEnd);
}

function endOf({ close, optionClose }: Session, end: OptionRoot['end']): number {
  return end === 'late' ? optionClose : close;
}

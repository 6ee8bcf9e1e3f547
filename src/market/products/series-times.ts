import type { Calendar } from '../calendar/calendar.ts';
import type { Session } from '../calendar/session.ts';
import { fitsUnderlying } from '../symbols/roots.ts';
import type { OptionEnd, Product, Series } from './product.ts';
import { type ProductRules, productOf } from './products.ts';

/** The instants at which one series' expiration ends. All are epoch ms. */
export interface SeriesTimes {
  /** Trading is over from here on. */
  tradingEnd: number;
  /** When the price is made that decides what it is worth: of ETFs at the closing bell, though they trade on. */
  decidedAt: number;
  /** When its time value is gone: the later of the two. Time to expiry runs to here. */
  end: number;
}

/** Which chain or series: an underlying's root at one expiration (`YYYY-MM-DD`). */
export interface SeriesKey {
  underlying: string;
  /** Adjusted contracts (`SPY1`) end as the standard ones do. */
  root: string;
  expiration: string;
}

/**
 * When a series ends. `null` where its expiration has no session (a closure at short notice), and for a root that the
 * product does not have.
 */
export function seriesTimes(
  { underlying, root, expiration }: SeriesKey,
  calendar: Calendar,
): SeriesTimes | null {
  const session = calendar.sessionOn(expiration);
  if (!session) return null;
  const product = productOf(underlying, expiration, calendar);
  const series = seriesOf(product, root);
  if (!series) return null;
  if (series.settlement === 'am') {
    const eve = calendar.previousSession(expiration);
    const { end } = productOf(underlying, eve.date, calendar);
    return { tradingEnd: endOf(end, eve), decidedAt: session.open, end: session.open };
  }
  const tradingEnd = endOf(product.lastDayEnd, session);
  return { tradingEnd, decidedAt: session.close, end: Math.max(tradingEnd, session.close) };
}

/** When the last series of an underlying's expiration ends: SPXW's 16:00 on a third Friday, when SPX has ended the day before. */
export function chainTimes(underlying: string, expiration: string, calendar: Calendar): SeriesTimes | null {
  const all = productOf(underlying, expiration, calendar).series.flatMap(
    ({ root }) => seriesTimes({ underlying, root, expiration }, calendar) ?? [],
  );
  return all.reduce<SeriesTimes | null>(
    (last, times) => (last && last.end >= times.end ? last : times),
    null,
  );
}

type SessionEnds = Pick<Session, 'date' | 'close' | 'optionClose'>;

/** When the last of an underlying's options stop trading on a session; those that expire on it may stop before. */
export function optionsEnd(underlying: string, session: SessionEnds, rules: ProductRules): number {
  const { end, lastDayEnd } = productOf(underlying, session.date, rules);
  return Math.max(endOf(end, session), endOf(lastDayEnd, session));
}

function endOf(end: OptionEnd, session: SessionEnds): number {
  return end === 'late' ? session.optionClose : session.close;
}

function seriesOf({ kind, series, underlying }: Product, root: string): Series | null {
  const listed = series.find((one) => one.root === root);
  if (listed) return listed;
  // Adjusted contracts have no row of their own.
  return kind !== 'index' && fitsUnderlying(root, underlying) ? series[0]! : null;
}

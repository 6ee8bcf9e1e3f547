/**
 * Hours of US stocks and of SPY's options, as dated data: a change of hours is a new row here. Options of other roots
 * have hours of their own (single stocks stop at 16:00, SPX has a night session); these are SPY's.
 */

/** Times of day in New York, `HH:MM`, of one trade date. */
export interface TradingHours {
  /**
   * On the evening before the trade date; the overnight session lasts until the pre-market opens. `null`: there is none.
   */
  overnightOpen: string | null;
  preOpen: string;
  open: string;
  close: string;
  /** When options on SPY stop trading. */
  optionClose: string;
  postClose: string;
  /** The same three on a day that closes early. */
  earlyClose: string;
  earlyOptionClose: string;
  earlyPostClose: string;
}

/** What changes from one trade date on; what a row does not name stays as it was. */
export interface HoursChange {
  /** First trade date (`YYYY-MM-DD`) that it holds for. */
  from: string;
  what: string;
  source: string;
  hours: Partial<TradingHours>;
}

/** What held before the first change. */
const firstHours: TradingHours = {
  overnightOpen: null,
  preOpen: '04:00',
  open: '09:30',
  close: '16:00',
  optionClose: '16:15',
  postClose: '20:00',
  earlyClose: '13:00',
  earlyOptionClose: '13:15',
  earlyPostClose: '17:00',
};

/** Oldest first. */
export const tradingHours: readonly HoursChange[] = [
  {
    from: '2000-01-01',
    what: 'Regular hours, early closes and hours of SPY’s options',
    source: 'NYSE and NYSE Arca hours of trading; Cboe hours of options on ETFs',
    hours: firstHours,
  },
  {
    from: '2026-12-07',
    what: 'Overnight sessions: the first one begins on Sunday 2026-12-06 at 21:00, after a pause from 20:00',
    source: 'Plans of Nasdaq (23/5) and NYSE Arca (22 h), exchange and SEC notices as of November 2026',
    hours: { overnightOpen: '21:00' },
  },
];

/** Hours by trade date; before the first row they were those of it. */
export type HoursOn = (date: string) => TradingHours;

/**
 * The hours of each trade date by the table and by further changes, which come after the table's of the same date.
 */
export function hoursBy(changes: readonly HoursChange[] = []): HoursOn {
  const rows = [...tradingHours, ...changes].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  let current = firstHours;
  const periods = rows.map(({ from, hours }) => {
    current = { ...current, ...hours };
    return { from, hours: current };
  });
  return (date) => periods.findLast(({ from }) => from <= date)?.hours ?? firstHours;
}

/** What is wrong with the order of a day's hours, for people; `null` where nothing is. */
export function hoursProblem(hours: TradingHours): string | null {
  const { overnightOpen, preOpen, open, close, optionClose, postClose } = hours;
  const { earlyClose, earlyOptionClose, earlyPostClose } = hours;
  const isFullDayOrdered = preOpen < open && open < close && close <= optionClose && optionClose <= postClose;
  if (!isFullDayOrdered)
    return `${preOpen}, ${open}, ${close}, ${optionClose}, ${postClose} are not in order`;
  const isEarlyDayOrdered =
    open < earlyClose && earlyClose <= earlyOptionClose && earlyOptionClose <= earlyPostClose;
  if (!isEarlyDayOrdered)
    return `${open}, ${earlyClose}, ${earlyOptionClose}, ${earlyPostClose} are not in order`;
  if (overnightOpen === null) return null;
  const last = postClose > earlyPostClose ? postClose : earlyPostClose;
  if (overnightOpen < last)
    return `the overnight session opens at ${overnightOpen}, before the evening ends at ${last}`;
  return null;
}

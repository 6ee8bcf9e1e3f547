/** What the exchange said of one day. */
export interface ExchangeDay {
  /** New York date, `YYYY-MM-DD`. */
  date: string;
  kind: 'closed' | 'early-close';
  /** For people, at most 100 characters. */
  name: string;
  /** An announcement is made beforehand; the status is what it says on the day itself. */
  origin: 'announcement' | 'status';
}

/** What the exchange has said; kept for ever, since a past session is one or is none for good. */
export interface ExchangeDayStore {
  /** What it had said by `asOf` and has not taken back since: announcements first, each by date. */
  all(asOf: number): Promise<ExchangeDay[]>;
  /** Takes over what holds at `now`: a day that is not named any more was taken back. */
  replace(days: readonly ExchangeDay[], now: number): Promise<void>;
}

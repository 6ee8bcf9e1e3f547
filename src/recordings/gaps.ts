/** Whose gaps: one job of one underlying. */
export interface GapKey {
  underlying: string;
  job: string;
}

/** Time in which a job of an underlying should have recorded and did not. */
export interface Gap extends GapKey {
  /** New York date of the session, `YYYY-MM-DD`. */
  sessionDate: string;
  startedAt: number;
  /** `null` while it lasts. */
  endedAt: number | null;
  /** For people: `daemon was not running`, `upstream unreachable`. */
  reason: string;
}

/**
 * What should have been recorded and was not; kept for ever. A gap has its own times and those at which it was noticed: it
 * is written afterwards where nothing ran. `last` and `ofSession` go by its own times: they take the gaps that had begun by
 * `asOf`, and one that ended later lasts.
 *
 * `noticedAt` of a write is the daemon's clock (epoch ms). Without it the gap's own times count, as for those from before
 * it was recorded.
 */
export interface GapStore {
  /** Writes a gap that is over (or, with `endedAt` null, opens one; see `open`). */
  record(gap: Gap, noticed?: Noticed): Promise<void>;
  /** Begins a gap of a job; does nothing while one of the same job and underlying is open. Tells whether it began one. */
  open(gap: Omit<Gap, 'endedAt'>, noticedAt?: number): Promise<boolean>;
  /** Ends a job's open gap and returns it; `null` when there is none. It never ends before it began. */
  closeOpen(key: GapKey, endedAt: number, noticedAt?: number): Promise<Gap | null>;
  /**
   * Ends a job's gaps at an instant, and removes those that begin later: they are from a clock that was ahead. What was
   * noticed later counts as noticed then.
   */
  cut(key: GapKey, at: number): Promise<void>;
  /**
   * Puts gaps in the place of a job's that begin at an instant or later, all at once; those before it stay as they are, with the
   * times at which they were noticed.
   */
  replaceSince(key: GapKey, from: number, gaps: readonly NoticedGap[]): Promise<void>;
  /** A job's newest gap, open or over; `null` when it has none. */
  last(key: GapKey, asOf: number): Promise<Gap | null>;
  /** An underlying's gaps of a session, of one job or of all, oldest first. */
  ofSession(underlying: string, sessionDate: string, asOf: number, job?: string): Promise<Gap[]>;
  /**
   * An underlying's gaps of a session as they were known at `asOf`, oldest first: those that had been noticed by then. One
   * whose end was noticed later lasts.
   */
  known(underlying: string, sessionDate: string, asOf: number): Promise<Gap[]>;
  /** The same, each with the times at which it and its end were noticed. */
  noticed(underlying: string, sessionDate: string, asOf: number): Promise<NoticedGap[]>;
}

/** A gap with the times (epoch ms) at which it and its end were noticed; its own, where those are not recorded. */
export interface NoticedGap extends Gap {
  noticedAt: number;
  /** `null` while it lasts. */
  endNoticedAt: number | null;
}

/** When a gap and its end were noticed, by the daemon's clock (epoch ms). */
export interface Noticed {
  begin: number;
  /** `null` while it lasts. */
  end: number | null;
}

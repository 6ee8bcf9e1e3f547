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
 * What should have been recorded and was not; kept for ever. A read takes the gaps that had begun by `asOf`; one that
 * ended later lasts. Gaps are written afterwards where nothing ran, so that their own times count.
 */
export interface GapStore {
  /** Writes a gap that is over (or, with `endedAt` null, opens one; see `open`). */
  record(gap: Gap): Promise<void>;
  /** Begins a gap of a job; does nothing while one of the same job and underlying is open. Tells whether it began one. */
  open(gap: Omit<Gap, 'endedAt'>): Promise<boolean>;
  /** Ends a job's open gap and returns it; `null` when there is none. It never ends before it began. */
  closeOpen(key: GapKey, endedAt: number): Promise<Gap | null>;
  /** Ends a job's gaps at an instant, and removes those that begin later: they are from a clock that was ahead. */
  cut(key: GapKey, at: number): Promise<void>;
  /** A job's newest gap, open or over; `null` when it has none. */
  last(key: GapKey, asOf: number): Promise<Gap | null>;
  /** An underlying's gaps of a session, of one job or of all, oldest first. */
  ofSession(underlying: string, sessionDate: string, asOf: number, job?: string): Promise<Gap[]>;
}

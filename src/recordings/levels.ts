import type { RecordedLevels } from '../market/levels/levels.ts';

/**
 * Levels of the polled chains; kept for ever. They are stored with their chain (`ChainStore.record`): those of the same
 * chain and instant take the place of what is there. A read takes those of polls answered up to `asOf`.
 */
export interface LevelsStore {
  /** The levels of the last poll, of the chain that was polled then; `null` before the first. */
  at(underlying: string, asOf: number): Promise<RecordedLevels | null>;
  /**
   * The levels polled on a date in New York until its options closed, oldest first. Most are of the chain that expired on
   * that date; those of an underlying without such a chain are of a later one. `optionClose` is `null` for a date that has
   * no session after all: then only of the chain that expired on it.
   */
  ofSession(
    underlying: string,
    date: string,
    optionClose: number | null,
    asOf: number,
  ): Promise<RecordedLevels[]>;
  /** The levels polled after `from` and up to `asOf`, of whichever chain; see `ReadOn`. */
  between(underlying: string, from: number, asOf: number, limit: number): Promise<RecordedLevels[]>;
}

/** Levels of a recorded chain as a version of the model found them later, and when that was (epoch ms). */
export interface RecomputedLevels {
  levels: RecordedLevels;
  recomputedAt: number;
}

/** Which poll: of which chain, and when. */
export type PollKey = Pick<RecordedLevels, 'underlying' | 'expiration' | 'timestamp'>;

/** Levels that were computed again of recorded chains, beside those of the time; kept for ever. */
export interface RecomputedLevelsStore {
  /**
   * Stores the levels of some polls in one transaction; those of the same poll and version of the model take the place of
   * what is there. Levels that break a rule are left out alone, and returned with the reason.
   */
  record(
    levels: readonly RecordedLevels[],
    recomputedAt: number,
  ): Promise<{ stored: number; refused: { timestamp: number; reason: string }[] }>;
  /**
   * Those of one poll by the newest version of the model that has been recomputed up to `asOf`; `null` where none has.
   */
  at(poll: PollKey, asOf: number): Promise<RecomputedLevels | null>;
}

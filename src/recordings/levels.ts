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
}

import type { OpeningMove, RecordedLevels } from '../../market/levels/levels.ts';
import type { Chain } from '../../market/quotes/chain.ts';

/** The moves that sessions of one underlying began with, by expiration. */
export interface OpeningMoves {
  /** The move that was known at the poll before a chain; `null` before the session's first. */
  of(chain: Pick<Chain, 'expiration' | 'timestamp'>): OpeningMove | null;
  /** Takes the move of a poll's levels, if it is the first of its expiration. */
  learn(levels: Pick<RecordedLevels, 'expiration' | 'timestamp' | 'expectedMove'>): void;
}

/** @returns the moves of no session yet. They live in memory: a poll's levels are computed within its transaction. */
export function createOpeningMoves(): OpeningMoves {
  const moves = new Map<string, { polledAt: number; move: OpeningMove }>();
  return {
    of({ expiration, timestamp }) {
      const known = moves.get(expiration);
      return known && known.polledAt <= timestamp ? known.move : null;
    },
    learn({ expiration, timestamp, expectedMove: { opening } }) {
      const known = moves.get(expiration);
      // After a clock was set back an earlier poll has a move of its own.
      if (opening && (!known || timestamp <= known.polledAt)) {
        moves.set(expiration, { polledAt: timestamp, move: opening });
      }
    },
  };
}

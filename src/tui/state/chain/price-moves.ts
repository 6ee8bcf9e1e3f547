import type { Chain } from '../../../market/quotes/chain.ts';
import { midOf } from '../../../market/quotes/spread.ts';

type Move = 'up' | 'down';

/** Which prices of a contract moved with the last poll. */
export interface PriceMoves {
  bid?: Move;
  ask?: Move;
  mid?: Move;
  last?: Move;
}

/** The contracts whose prices moved with the last poll, as long as they are marked. */
export interface Flash {
  /** By contract. */
  moves: ReadonlyMap<string, PriceMoves>;
  /** Whether the clock has ticked since. */
  hasTicked: boolean;
}

/** Prices that moved stay marked for one whole tick. */
export function tickFlash(flash: Flash | null): Flash | null {
  return flash === null || flash.hasTicked ? null : { ...flash, hasTicked: true };
}

const moveOf = (before: number | null, now: number | null): Move | null => {
  if (before === null || now === null || before === now) return null;
  return now > before ? 'up' : 'down';
};

/** Prices that moved since the previous chain, by contract; none if that had another expiration. */
export function movesSince(before: Chain | null, now: Chain): ReadonlyMap<string, PriceMoves> {
  const moved = new Map<string, PriceMoves>();
  if (before?.expiration !== now.expiration) return moved;
  const earlier = new Map(before.contracts.map((contract) => [contract.symbol, contract]));
  for (const contract of now.contracts) {
    const was = earlier.get(contract.symbol);
    if (!was) continue;
    const moves: PriceMoves = {};
    for (const field of ['bid', 'ask', 'last'] as const) {
      const move = moveOf(was[field], contract[field]);
      if (move) moves[field] = move;
    }
    const mid = moveOf(midOf(was), midOf(contract));
    if (mid) moves.mid = mid;
    if (Object.keys(moves).length > 0) moved.set(contract.symbol, moves);
  }
  return moved;
}

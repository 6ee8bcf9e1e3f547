import type { Session } from '../calendar/session.ts';
import type { FilledChain } from '../pricing/chain-greeks.ts';
import { usableQuotes } from '../quotes/quote-use.ts';
import { expectedMove, straddlePrice, straddleSpread, usedFraction } from './expected-move.ts';
import type { OpeningMove, RecordedLevels } from './levels.ts';

type SessionOfMove = Pick<Session, 'open' | 'optionClose'>;

/**
 * The moves that a chain prices in now, and how much of those that its session began with the stock has made. `known` is
 * the opening move that an earlier poll measured.
 */
export function movesOf(
  filled: FilledChain,
  session: SessionOfMove | null,
  volatility: number | null,
  known: OpeningMove | null,
): RecordedLevels['expectedMove'] {
  const { chain, main, quotes, terms } = filled;
  const spot = positive(chain.underlyingPrice);
  const years = terms?.years ?? null;
  const isPriced = spot !== null && years !== null;
  const usable = usableQuotes(main, quotes);
  const move = isPriced ? expectedMove(usable, { spot, years, volatility }) : null;
  const oneSigma = positive(move?.oneSigma);
  const opening = known ?? openingMoveOf(filled, session, oneSigma);
  const used = (size: number | null) =>
    opening && spot !== null ? usedFraction(size, opening.reference, spot) : null;
  return {
    straddle: positive(move?.straddle),
    straddleSpread: isPriced ? straddleSpread(usable, spot) : null,
    oneSigma,
    opening,
    used: used(opening?.straddle ?? null),
    oneSigmaUsed: used(opening?.oneSigma ?? null),
  };
}

/**
 * The straddle of a chain as the move that its session begins with. `null` outside of the session, without two-sided
 * markets around the spot, or while the contracts around it still carry quotes from before the opening bell, as they do
 * at first, and for a quarter of an hour on a delayed plan: last night's straddle holds last night's time value.
 */
export function openingMoveOf(
  { chain, main, quotes, pricedAt }: Pick<FilledChain, 'chain' | 'main' | 'quotes' | 'pricedAt'>,
  session: SessionOfMove | null,
  oneSigma: number | null = null,
): OpeningMove | null {
  const { timestamp, underlyingPrice: spot } = chain;
  if (!session || spot === null || timestamp < session.open || timestamp >= session.optionClose) return null;
  const straddle = straddlePrice(usableQuotes(main, quotes), spot);
  const uses = quotes.uses.map((use, index) =>
    (main[index]!.quotedAt ?? session.open) < session.open ? 'old' : use,
  );
  if (straddle === null || straddlePrice(usableQuotes(main, { uses }), spot) !== straddle) return null;
  return {
    straddle,
    oneSigma: oneSigma === null ? null : wholeMoveOf(oneSigma, 1),
    reference: spot,
    since: Math.max(session.open, pricedAt),
  };
}

/**
 * The move of which a distance is the used part, in dollars a share: to a millionth, so that it is the same one however it
 * is found.
 */
export function wholeMoveOf(distance: number, used: number): number {
  return Math.round((distance / used) * 1e6) / 1e6;
}

function positive(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

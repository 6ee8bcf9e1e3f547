import type { RecordedLevels, OpeningMove } from './levels.ts';
import type { Session } from '../calendar/session.ts';
import { newYorkDate } from '../calendar/new-york-time.ts';

/** The levels of one poll in the history of a session. */
export interface LevelsPoint {
  at: number;
  /** Expiration of the chain that the levels are of, `YYYY-MM-DD`. */
  expiration: string;
  modelVersion: number;
  spot: number | null;
  /** Net gamma exposure in dollars for a move of 1 %, by open interest and by volume. */
  netGamma: number | null;
  netGammaByVolume: number | null;
  gammaFlip: number | null;
  gammaFlipByVolume: number | null;
  callWall: number | null;
  callWallByVolume: number | null;
  putWall: number | null;
  putWallByVolume: number | null;
  maxPain: number | null;
  straddle: number | null;
  /** The expected move that the session began with; `null` before it is known. */
  opening: OpeningMove | null;
  /** Of the opening move, as a fraction. */
  moveUsed: number | null;
  /** At the money, annualized, as a fraction. */
  volatility: number | null;
  skew: number | null;
  /** By volume. */
  putCallRatio: number | null;
}

/** One poll’s levels as a point of the day’s lines. */
export function pointOf(levels: RecordedLevels): LevelsPoint {
  const { byOpenInterest, byVolume, expectedMove, volatility } = levels;
  return {
    at: levels.timestamp,
    expiration: levels.expiration,
    modelVersion: levels.modelVersion,
    spot: levels.spot,
    netGamma: byOpenInterest?.gamma.net ?? null,
    netGammaByVolume: byVolume?.gamma.net ?? null,
    gammaFlip: byOpenInterest?.gammaFlip ?? null,
    gammaFlipByVolume: byVolume?.gammaFlip ?? null,
    callWall: byOpenInterest?.callWall ?? null,
    callWallByVolume: byVolume?.callWall ?? null,
    putWall: byOpenInterest?.putWall ?? null,
    putWallByVolume: byVolume?.putWall ?? null,
    maxPain: levels.maxPain,
    straddle: expectedMove.straddle,
    opening: expectedMove.opening,
    moveUsed: expectedMove.used,
    volatility: volatility.atTheMoney,
    skew: volatility.skew,
    putCallRatio: levels.putCallRatio.volume,
  };
}

/** Polls closer than this to the one before the last replace the last: a strip cannot show more. */
const finestStepMs = 30_000;

/** A session by the options of the underlying (`calendarOf`). */
export type SessionOfHistory = Pick<Session, 'date' | 'close' | 'optionClose'>;

/**
 * Whether a poll after the closing bell is of the chain that follows the one that has expired that day. It belongs to the
 * next session, though its options may trade on for a while, as SPX's do.
 */
function isOfNext(
  { timestamp, expiration }: Pick<RecordedLevels, 'timestamp' | 'expiration'>,
  { date, close }: SessionOfHistory,
  polled: readonly { expiration: string }[],
): boolean {
  return timestamp >= close && expiration !== date && polled.some((other) => other.expiration === date);
}

/** The levels of a day's polls until its options close, without those of the chain that follows the one that expired. */
export function sessionLevels(
  levels: readonly RecordedLevels[],
  session: SessionOfHistory,
): RecordedLevels[] {
  return levels.filter((one) => !isOfNext(one, session, levels));
}

/**
 * The history that `withPoint` makes of a day's levels one by one, at once.
 * @param levels of one session, oldest first: see `sessionLevels`
 */
export function historyOf(
  levels: readonly RecordedLevels[],
  session: SessionOfHistory | null,
): readonly LevelsPoint[] {
  const points: LevelsPoint[] = [];
  for (const one of levels) {
    const { timestamp } = one;
    if (!session || newYorkDate(timestamp) !== session.date || timestamp >= session.optionClose) continue;
    while (points.length > 0 && points.at(-1)!.at >= timestamp) points.pop();
    const beforeLast = points.at(-2);
    if (beforeLast && timestamp - beforeLast.at < finestStepMs) points.pop();
    points.push(pointOf(one));
  }
  return points;
}

/**
 * The history with one poll more, for whoever keeps one (the daemon and its clients alike); the same object where the
 * poll does not belong to it. A session's polls are those of its day until its options close, of the chain that expires
 * on it where there is one: the evening's are of the next session's chain. A poll of another session begins the history
 * anew; one that is not the newest, after a clock was set back, takes the place of those that were later.
 */
export function withPoint(
  history: readonly LevelsPoint[],
  levels: RecordedLevels,
  session: SessionOfHistory | null,
): readonly LevelsPoint[] {
  const { timestamp } = levels;
  if (!session || newYorkDate(timestamp) !== session.date || timestamp >= session.optionClose) return history;
  if (
    isOfNext(
      levels,
      session,
      history.filter(({ at }) => newYorkDate(at) === session.date),
    )
  )
    return history;
  const point = pointOf(levels);
  const kept = history.filter(({ at }) => at < point.at);
  const last = kept.at(-1);
  if (!last || newYorkDate(last.at) !== session.date) return [point];
  const beforeLast = kept.at(-2);
  if (beforeLast && point.at - beforeLast.at < finestStepMs) kept.pop();
  return [...kept, point];
}

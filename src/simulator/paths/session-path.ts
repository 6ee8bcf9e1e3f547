import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import { type FactorDay, fatTailed } from './daily-factors.ts';

/** A factor's way through one session, minute by minute from the opening of the pre-market to the end of the post. */
export interface FactorPath {
  /** Logarithm at the start of every minute, and one more at the end. */
  levels: Float64Array;
  /** Standard deviation of the move within each minute. */
  noise: Float64Array;
}

const minuteMs = 60_000;

/** Share of the day's volatility in a minute, not yet scaled: high after the opening, lowest at lunch, up again. */
export function regularWeight(minute: number, minutes: number): number {
  return 0.62 + 1.9 * Math.exp(-minute / 22) + 0.75 * Math.exp(-(minutes - minute) / 28);
}

/** Minutes from the pre-market's opening to the bells and the end. */
export function minutesOf(session: Session): { open: number; close: number; end: number } {
  return {
    open: Math.round((session.open - session.preOpen) / minuteMs),
    close: Math.round((session.close - session.preOpen) / minuteMs),
    end: Math.round((session.postClose - session.preOpen) / minuteMs),
  };
}

/** How the variance of a stretch of minutes is spread over them. */
interface VarianceShares {
  /** Square root of each minute's share: what its standard deviation is scaled by. */
  roots: Float64Array;
  /** Share that has gone by before each minute, and one more at the end. */
  before: Float64Array;
}

function shareVariance(minutes: number, weight: (minute: number) => number): VarianceShares {
  let total = 0;
  for (let minute = 0; minute < minutes; minute++) total += weight(minute);
  const roots = new Float64Array(minutes);
  const before = new Float64Array(minutes + 1);
  for (let minute = 0; minute < minutes; minute++) {
    const share = weight(minute) / total;
    roots[minute] = Math.sqrt(share);
    before[minute + 1] = before[minute]! + share;
  }
  return { roots, before };
}

/** Draws a factor's way through one session. */
export type FactorPathDrawer = (random: Random, day: FactorDay, session: Session) => FactorPath;

/** What is the same for all stretches of one length is kept: nearly all sessions are equally long. */
export function createFactorPaths(): FactorPathDrawer {
  const kept = new Map<string, VarianceShares>();
  function sharesOf(minutes: number, isRegular: boolean): VarianceShares {
    const key = `${isRegular ? 'regular' : 'even'} ${minutes}`;
    const found =
      kept.get(key) ?? shareVariance(minutes, (minute) => (isRegular ? regularWeight(minute, minutes) : 1));
    kept.set(key, found);
    return found;
  }
  return (random, day, session) => drawFactorPath(random, day, session, sharesOf);
}

/**
 * Joins the day's four levels with a believable path. Within regular hours: fat-tailed steps whose variance is
 * U-shaped over the day and comes in clusters, on top of slow swings that make trends and reversals. The path is bent
 * to end where the day's levels say, which keeps daily and intraday history one market.
 */
function drawFactorPath(
  random: Random,
  day: FactorDay,
  session: Session,
  sharesOf: (minutes: number, isRegular: boolean) => VarianceShares,
): FactorPath {
  const { open, close, end } = minutesOf(session);
  const levels = new Float64Array(end + 1);
  const noise = new Float64Array(end);
  const swings = drawSwings(random);
  const wiggle = (share: number) => day.sigma * swings.reduce((sum, swing) => sum + swing(share), 0);

  fill({ from: 0, to: open, start: day.start, target: day.open, sigma: 0.22 * day.sigma, wiggle: null });
  fill({ from: open, to: close, start: day.open, target: day.close, sigma: 0.62 * day.sigma, wiggle });
  fill({ from: close, to: end, start: day.close, target: day.end, sigma: 0.1 * day.sigma, wiggle: null });
  return { levels, noise };

  interface Stretch {
    from: number;
    to: number;
    start: number;
    target: number;
    sigma: number;
    /** Of regular hours: the slow swings by the share of the stretch that has gone by. */
    wiggle: ((share: number) => number) | null;
  }

  function fill({ from, to, start, target, sigma, wiggle }: Stretch) {
    const length = to - from;
    const { roots, before } = sharesOf(length, wiggle !== null);
    let cluster = 0;
    let walked = 0;
    const unswung = wiggle ? wiggle(0) : 0;
    levels[from] = start;
    for (let minute = 0; minute < length; minute++) {
      cluster = 0.92 * cluster + 0.39 * random.normal();
      const spread = sigma * roots[minute]! * Math.exp(0.32 * cluster - 0.05);
      walked += spread * fatTailed(random);
      noise[from + minute] = spread;
      const swung = wiggle ? wiggle((minute + 1) / length) : 0;
      levels[from + minute + 1] = start + walked + swung - unswung;
    }
    const missing = target - levels[to]!;
    for (let minute = 1; minute <= length; minute++) levels[from + minute]! += missing * before[minute]!;
  }
}

/** Two or three slow waves, in units of the day's standard deviation, as functions of the share of the day gone by. */
function drawSwings(random: Random): ((share: number) => number)[] {
  const wave = (amplitude: number, slowest: number, fastest: number) => {
    const turns = slowest + (fastest - slowest) * random.next();
    const phase = 2 * Math.PI * random.next();
    const height = amplitude * (0.5 + random.next());
    return (share: number) => height * Math.sin(2 * Math.PI * turns * share + phase);
  };
  return [wave(0.24, 0.5, 1.6), wave(0.13, 1.8, 4), wave(0.05, 5, 10)];
}

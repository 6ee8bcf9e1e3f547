import type { Random } from '../../base/random.ts';

/**
 * A day of one source of moves (the market, or a share's own). The four levels are logarithms that run on from day to
 * day: where pre-market trading starts, the opening bell, the closing bell, where post-market trading ends.
 */
export interface FactorDay {
  /** Standard deviation of the day's move from close to close. */
  sigma: number;
  start: number;
  open: number;
  close: number;
  end: number;
}

/** Trading days by number, 0 the first of the simulated market. */
export interface FactorChain {
  day(index: number): FactorDay;
}

interface FactorOptions {
  /** Daily standard deviation in a calm and in a nervous market; regimes drift between the two. */
  calmSigma: number;
  nervousSigma: number;
  dateOf: (index: number) => string;
}

/** How much of yesterday's regime is left today, and how much of a deviation from the level is taken back a day. */
const regimePersistence = 0.93;
const pull = 0.05;

/**
 * The levels of every day, each day's move drawn from the date alone and chained from day 0. The level is pulled back
 * to zero (standard deviation of about three daily moves), so that prices stay in a known range for ever.
 */
export function createFactorChain(random: Random, options: FactorOptions): FactorChain {
  const days: FactorDay[] = [];
  let regime = 0;

  function append() {
    const draw = random.fork(options.dateOf(days.length));
    const before = days.at(-1);
    const closeBefore = before?.close ?? 0;
    const endBefore = before?.end ?? 0;
    regime = regimePersistence * regime + Math.sqrt(1 - regimePersistence ** 2) * draw.normal();
    const middle = (options.calmSigma + options.nervousSigma) / 2;
    const sigma = middle + (middle - options.calmSigma) * Math.tanh(regime);
    const gap = 0.5 * sigma * fatTailed(draw);
    const move = 0.86 * sigma * fatTailed(draw) - pull * closeBefore;
    const open = closeBefore + gap;
    const close = open + move;
    days.push({
      sigma,
      start: endBefore + (0.3 + 0.5 * draw.next()) * (open - endBefore),
      open,
      close,
      end: close + 0.12 * sigma * fatTailed(draw),
    });
  }

  return {
    day(index) {
      while (days.length <= index) append();
      return days[index]!;
    },
  };
}

/** About one draw in twenty from a distribution 2.4 times as wide; variance 1, cut at 3.2. */
export function fatTailed(draw: Random): number {
  const value = draw.normal() * (draw.next() < 0.05 ? 2.17 : 0.9);
  return Math.max(-3.2, Math.min(3.2, value));
}

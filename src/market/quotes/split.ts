import type { Bar } from './bar.ts';

/** Smaller changes are corrections; the smallest splits, 21 for 20, change prices by 5 %. */
const minChange = 0.02;
/** How far the four prices of one bar may disagree about the factor: prices are rounded to cents or less. */
const rounding = { relative: 0.003, dollars: 0.005 };
/** Prices in cents make a factor this inexact. */
const roundingNoise = 1e-4;
/** How far two bars may. */
const alike = 0.005;

/**
 * What a split since they were stored has multiplied prices by: 0.25 after one of 4 for 1; `null` where there was none.
 * The vendor adjusts all of the past to it: every price of a finished bar has changed by one and the same factor, which
 * no correction does.
 * @param stored bars of one symbol and timeframe
 * @param fetched the same ones, among others, as the vendor gives them now
 */
export function splitFactor(stored: readonly Bar[], fetched: readonly Bar[]): number | null {
  const byStart = new Map(fetched.map((bar) => [bar.start, bar]));
  const pairs = stored.flatMap((before) => {
    const now = byStart.get(before.start);
    return now ? [{ before, now }] : [];
  });
  const factors = pairs.flatMap(({ before, now }) => factorOf(before, now) ?? []);
  // One bar alone may be a correction of a minute with a single trade.
  const needed = Math.min(2, pairs.length);
  const isShared = (factor: number) =>
    factors.filter((other) => Math.abs(other / factor - 1) <= alike).length >= needed;
  return factors.find(isShared) ?? null;
}

function factorOf(before: Bar, now: Bar): number | null {
  const factor = now.close / before.close;
  if (Math.abs(Math.log(factor)) < minChange) return null;
  const tolerance = rounding.relative + rounding.dollars / Math.min(before.low, now.low);
  const isAll = (['open', 'high', 'low'] as const).every(
    (price) => Math.abs(now[price] / before[price] / factor - 1) <= tolerance,
  );
  return isAll ? factor : null;
}

/** `4 for 1`, or `1 for 10`, as nearly as small whole numbers say it. */
export function splitText(factor: number): string {
  const shares = 1 / factor;
  let best = { got: Math.max(1, Math.round(shares)), of: 1 };
  const errorOf = ({ got, of }: typeof best) => Math.abs(got / of / shares - 1);
  for (let of = 2; of <= 20; of++) {
    const next = { got: Math.max(1, Math.round(shares * of)), of };
    if (errorOf(next) < errorOf(best) - roundingNoise) best = next;
  }
  return `${best.got} for ${best.of}`;
}

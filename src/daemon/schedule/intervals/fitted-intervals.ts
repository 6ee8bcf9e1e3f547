import type { Budget } from '../../../sources/polygon/budget.ts';
import type { FittedIntervals } from './fit-intervals.ts';
import type { RecordedFit } from './fit-recorded.ts';
import { fitTogether } from './fit-together.ts';
import { type PolledJob, type RecordedPoll, type WishedSeconds, wishesOf } from './recorded-polls.ts';

/** Requests that one poll of everything else that is watched or looked at takes. */
export type CallsOf = Record<PolledJob, () => number>;

/** The recorded jobs by their names, and what else is polled, by kind. */
export interface Fits {
  main: RecordedFit;
  secondary: FittedIntervals;
}

interface Fitted {
  /** Everything that the fit depends on. */
  terms: readonly (number | string | null)[];
  fits: Fits;
}

/** Fits that are kept: of trading hours, of those around them and of the night, before and after a few changes. */
const maxFits = 12;

/** Calls a minute that slots may take. */
export function allowedCalls({
  callsPerMinute,
  reserve,
}: {
  callsPerMinute: number;
  reserve: number;
}): number {
  return Math.max(callsPerMinute - reserve, 0.5);
}

/**
 * Fits wished intervals into the budget, and remembers the last fits: the same few questions come with every slot, and
 * what they depend on changes a few times a day.
 */
export function createFittedIntervals(budget: Pick<Budget, 'state'>, secondaryCalls: () => CallsOf) {
  let fits: Fitted[] = [];
  return (polls: readonly RecordedPoll[], wished: WishedSeconds): Fits => {
    const allowed = allowedCalls(budget.state());
    const recorded = wishesOf(polls, wished);
    const calls = secondaryCalls();
    const secondary = [
      { job: 'quote', intervalMs: wished.quote * 1000, calls: calls.quote() },
      {
        job: 'chain',
        intervalMs: (wished.chain ?? 3600) * 1000,
        calls: wished.chain === null ? 0 : calls.chain(),
      },
    ];
    const terms = [
      ...[wished.quote, wished.chain, allowed],
      ...[...recorded.flat(), ...secondary].flatMap((wish) => [wish.job, wish.calls]),
    ];
    const isSame = (fit: Fitted) =>
      fit.terms.length === terms.length && fit.terms.every((term, index) => term === terms[index]);
    const known = fits.find(isSame);
    if (known) return known.fits;
    const { main, others } = fitTogether(recorded, secondary, allowed);
    const fitted = { main, secondary: others };
    fits = [{ terms, fits: fitted }, ...fits.slice(0, maxFits - 1)];
    return fitted;
  };
}

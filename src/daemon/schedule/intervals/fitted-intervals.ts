import type { Budget } from '../../../sources/polygon/budget.ts';
import { type FittedIntervals, fitTogether, type WantedPolls } from './fit-intervals.ts';

/** Jobs whose intervals are fitted to the budget. */
export type PolledJob = 'quote' | 'chain';

/** `main`: what is always recorded. `secondary`: what else is watched or looked at. */
export type Polled = 'main' | 'secondary';

/** Requests that one poll of each job takes, as the last one did; 0 for one that is not polled on this plan. */
export type CallsOf = Record<PolledJob, () => number>;

interface Fitted {
  /** Everything that the fit depends on. */
  terms: readonly (number | null)[];
  intervals: Record<Polled, FittedIntervals>;
}

/** Fits that are kept: of trading hours, of those around them and of the night, before and after a few changes. */
const maxFits = 12;

/**
 * Fits wished intervals into the budget, and remembers the last fits: the same few questions come with every slot, and
 * what they depend on changes a few times a day.
 * @returns a function of the wished seconds between quotes, and between chains (`null`: chains are not polled)
 */
export function createFittedIntervals(budget: Budget, calls: Record<Polled, CallsOf>) {
  let fits: Fitted[] = [];
  return (quoteSeconds: number, chainSeconds: number | null): Record<Polled, FittedIntervals> => {
    const { callsPerMinute, reserve } = budget.state();
    const allowed = Math.max(callsPerMinute - reserve, 0.5);
    const chainCalls = (polled: Polled) => (chainSeconds === null ? 0 : calls[polled].chain());
    const wishes = (polled: Polled): WantedPolls[] => [
      { job: 'quote', intervalMs: quoteSeconds * 1000, calls: calls[polled].quote() },
      { job: 'chain', intervalMs: (chainSeconds ?? 3600) * 1000, calls: chainCalls(polled) },
    ];
    const main = wishes('main');
    const secondary = wishes('secondary');
    const terms = [quoteSeconds, chainSeconds, allowed, ...[...main, ...secondary].map((wish) => wish.calls)];
    const known = fits.find((fit) => fit.terms.every((term, index) => term === terms[index]));
    if (known) return known.intervals;
    const fitted = fitTogether(main, secondary, allowed);
    const intervals = { main: fitted.main, secondary: fitted.others };
    fits = [{ terms, intervals }, ...fits.slice(0, maxFits - 1)];
    return intervals;
  };
}

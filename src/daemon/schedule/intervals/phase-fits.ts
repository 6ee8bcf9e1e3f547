import { allowedCalls, type CallsOf, type Fits, fitWishes, keptPace } from './fitted-intervals.ts';
import type { PollIntervalsOptions } from './next-slot.ts';
import type { RecordedPoll, WishedSeconds } from './recorded-polls.ts';
import { type SpreadOver, spreadOver } from './slot-offsets.ts';

/** How all polled jobs fit into the calls of a minute in each stretch of a session. */
export interface PhaseFits {
  /** Wished seconds while options trade. */
  whileTrading: WishedSeconds;
  trading: Fits;
  /** What is given up while options trade is not polled around it either. */
  extended: Fits;
  overnight: Fits;
  /** What slots are spread over while options trade. */
  spread: SpreadOver;
}

interface KnownFits {
  /** Everything that the fits depend on. */
  terms: readonly unknown[];
  fits: PhaseFits;
}

/** Fits that are kept: before and after a few changes, such as one page more or less of a chain. */
const maxKnown = 4;

/**
 * The fits as they are now. The last ones are remembered: each slot and each report of usage asks several times, and what
 * they depend on changes a few times a day.
 * @param polls the recorded jobs, read anew each time
 */
export function createPhaseFits(
  options: PollIntervalsOptions,
  polls: readonly RecordedPoll[],
  secondaryCalls: () => CallsOf,
): () => PhaseFits {
  let known: KnownFits[] = [];
  return () => {
    const calls = secondaryCalls();
    const terms = termsOf(options, polls, calls);
    const same = known.find(
      (one) =>
        one.terms.length === terms.length && one.terms.every((term, index) => Object.is(term, terms[index])),
    );
    if (same) return same.fits;
    const fits = fitPhases(options, polls, calls);
    known = [{ terms, fits }, ...known.slice(0, maxKnown - 1)];
    return fits;
  };
}

function termsOf({ settings, budget }: PollIntervalsOptions, polls: readonly RecordedPoll[], calls: CallsOf) {
  const { quoteSeconds, chainSeconds, quoteExtendedSeconds, chainExtendedSeconds } = settings;
  return [
    ...[quoteSeconds, chainSeconds, quoteExtendedSeconds, chainExtendedSeconds],
    ...[settings.quoteOvernightSeconds, allowedCalls(budget.state()), calls.quote(), calls.chain()],
    ...polls.flatMap((poll) => [poll, poll.calls()]),
  ];
}

function fitPhases(
  { settings, budget }: PollIntervalsOptions,
  polls: readonly RecordedPoll[],
  calls: CallsOf,
): PhaseFits {
  const allowed = allowedCalls(budget.state());
  const whileTrading = { quote: settings.quoteSeconds, chain: settings.chainSeconds };
  const trading = fitWishes(polls, whileTrading, calls, allowed, keptPace(polls, whileTrading, allowed));
  const polled = polls.filter(({ name }) => !trading.main.givenUp.includes(name));
  const aroundTrading = { quote: settings.quoteExtendedSeconds, chain: settings.chainExtendedSeconds };
  return {
    ...{ whileTrading, trading },
    extended: fitWishes(polled, aroundTrading, calls, allowed),
    overnight: fitWishes(polled, { quote: settings.quoteOvernightSeconds, chain: null }, calls, allowed),
    spread: spreadOver(
      polls,
      trading.main.intervals,
      trading.main.isStretched || trading.secondary.isStretched,
    ),
  };
}

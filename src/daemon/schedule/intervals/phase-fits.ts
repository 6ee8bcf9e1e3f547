import { type CallsOf, createFittedIntervals, type Fits } from './fitted-intervals.ts';
import type { PollIntervalsOptions } from './next-slot.ts';
import type { RecordedPoll, WishedSeconds } from './recorded-polls.ts';
import type { SpreadOver } from './slot-offsets.ts';

/** How all polled jobs fit into the calls of a minute in each stretch of a session. */
export interface PhaseFits {
  whileTrading(): WishedSeconds;
  trading(): Fits;
  /** What is given up while options trade is not polled around it either. */
  extended(): Fits;
  overnight(): Fits;
  /** What slots are spread over while options trade. */
  spread(): SpreadOver;
}

/** @param polls the recorded jobs, read anew each time */
export function createPhaseFits(
  { settings, budget }: PollIntervalsOptions,
  polls: readonly RecordedPoll[],
  secondaryCalls: () => CallsOf,
): PhaseFits {
  const fitted = createFittedIntervals(budget, secondaryCalls);
  const whileTrading = () => ({ quote: settings.quoteSeconds, chain: settings.chainSeconds });
  const trading = () => fitted(polls, whileTrading());
  const polled = () => {
    const { givenUp } = trading().main;
    return givenUp.length === 0 ? polls : polls.filter(({ name }) => !givenUp.includes(name));
  };
  return {
    whileTrading,
    trading,
    extended: () =>
      fitted(polled(), { quote: settings.quoteExtendedSeconds, chain: settings.chainExtendedSeconds }),
    overnight: () => fitted(polled(), { quote: settings.quoteOvernightSeconds, chain: null }),
    spread() {
      const { main, secondary } = trading();
      const ofFirst = (of: RecordedPoll['kind']) =>
        polls.find(({ kind, rank }) => kind === of && rank === 'first');
      const quote = ofFirst('quote');
      const interval = (poll: RecordedPoll | undefined, wished: number) =>
        main.intervals[poll?.name ?? ''] ?? wished * 1000;
      return {
        quoteMs: interval(quote, settings.quoteSeconds),
        chainMs: interval(ofFirst('chain'), settings.chainSeconds),
        isTight: (quote?.calls() ?? 0) > 0 && (main.isStretched || secondary.isStretched),
      };
    },
  };
}

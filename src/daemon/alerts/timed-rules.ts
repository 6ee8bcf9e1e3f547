import type { Clock } from '../../base/clock.ts';
import type { PhaseAt } from '../../market/calendar/session.ts';
import { timesOfQuote } from '../../market/quotes/freshness.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import { budgetReading } from './readings.ts';
import type { WatchedRule } from './rule-entries.ts';
import type { RuleList } from './rule-list.ts';

/** Rules on values that change with time alone: ages of quotes, and the calls of the last minute. */
export interface TimedRules {
  /** Notes the vendor's time of a quote. */
  onQuote(quote: Quote): void;
  /** Evaluates the rules on ages, and wakes when the next one reaches its limit. */
  checkAges(): void;
  /** Evaluates the rules on the budget, and wakes when a call leaves the last minute. */
  checkBudget(): void;
  /** Latest price, bid or ask of each symbol by the vendor's time, epoch ms. */
  quotedAt(): (readonly [symbol: string, at: number])[];
  close(): void;
}

/** The rules, and what they read: ages of quotes and the budget. */
export interface TimedRulesOptions {
  rules: RuleList;
  clock: Clock;
  phaseNow: () => PhaseAt;
  budget: () => BudgetState;
  /** Epoch ms since which quotes are watched. */
  startedAt: number;
  /** Times of the daemon before, where it has handed over. */
  quotedAt: Iterable<readonly [symbol: string, at: number]>;
}

/** Evaluates the rules that depend on time. Ends its timers on `close`. */
export function createTimedRules(options: TimedRulesOptions): TimedRules {
  const { rules, clock, phaseNow, budget, startedAt } = options;
  const quotedAt = new Map<string, number>(options.quotedAt);
  let cancelAges = () => {};
  let cancelBudget = () => {};

  const checkAges = () => {
    cancelAges();
    const { phase, session } = phaseNow();
    const now = clock.now();
    // Nothing was polled before the start, and nothing needs to be quoted before the bell.
    const sinceOf = (symbol: string) => Math.max(quotedAt.get(symbol) ?? startedAt, session.open);
    const ageOf = ({ symbol }: WatchedRule) => Math.max(0, now - sinceOf(symbol));
    rules.evaluate({ input: 'clock' }, (watched) =>
      phase === 'regular'
        ? {
            value: ageOf(watched),
            ...{ at: now, madeAt: quotedAt.get(watched.symbol) ?? null, session: session.date },
          }
        : { idle: 'the stock is not trading' },
    );
    if (phase !== 'regular') return;
    const left = rules.watched('clock').map((watched) => watched.rule.threshold - ageOf(watched));
    const coming = left.filter((ms) => ms >= 0);
    if (coming.length > 0) cancelAges = clock.after(Math.min(...coming) + 1, checkAges);
  };

  const checkBudget = () => {
    cancelBudget();
    if (rules.watched('budget').length === 0) return;
    const now = clock.now();
    const state = budget();
    const { date } = phaseNow().session;
    rules.evaluate({ input: 'budget' }, () => budgetReading(state, now, date));
    if (state.nextFreeAt === null) return;
    cancelBudget = clock.after(Math.max(1000, state.nextFreeAt - now), checkBudget);
  };

  return {
    checkAges,
    checkBudget,
    quotedAt: () => [...quotedAt],
    onQuote(quote) {
      const { newestAt, isClose } = timesOfQuote(quote);
      if (!isClose) quotedAt.set(quote.symbol, Math.max(quotedAt.get(quote.symbol) ?? 0, newestAt ?? 0));
    },
    close() {
      cancelAges();
      cancelBudget();
    },
  };
}

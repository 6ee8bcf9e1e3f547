import type { Clock } from '../../base/clock.ts';
import { expiryReading } from './readings.ts';
import type { WatchedRule } from './rule-entries.ts';
import type { RuleList } from './rule-list.ts';

/** Rules on the time left until an expiration's options stop trading. */
export interface ExpiryRules {
  /** Evaluates them, and wakes when the next expiration is as near as a rule says. */
  check(): void;
  close(): void;
}

/** When expirations end. */
export interface ExpirationTimes {
  /** The nearest one of a symbol, `YYYY-MM-DD`: today's until its options stop trading. */
  nearest(symbol: string): string;
  /** When the last options of an expiration stop trading, epoch ms; `null` where that date has no session. */
  endOf(symbol: string, expiration: string): number | null;
}

/** Watches nothing before the first `check`. */
export function createExpiryRules(
  rules: Pick<RuleList, 'evaluate' | 'watched'>,
  clock: Clock,
  expirations: ExpirationTimes,
): ExpiryRules {
  let cancel = () => {};
  const readingOf = ({ rule, symbol }: WatchedRule) => {
    const expiration = rule.expiration ?? expirations.nearest(symbol);
    return expiryReading(expiration, expirations.endOf(symbol, expiration), clock.now());
  };
  const check = () => {
    cancel();
    rules.evaluate({ input: 'calendar' }, readingOf);
    const coming = rules.watched('calendar').flatMap((watched) => {
      const read = readingOf(watched);
      if ('idle' in read) return [];
      const untilMet = read.value - watched.rule.threshold;
      // Once it is met, what comes next is the end, after which another expiration is the nearest.
      return [untilMet >= 0 ? untilMet + 1 : read.value];
    });
    if (coming.length > 0) cancel = clock.after(Math.min(...coming), check);
  };
  return { check, close: () => cancel() };
}

import type { PhaseAt } from '../../market/calendar/session.ts';
import type { Levels } from '../../market/levels/levels.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus, Origin } from '../event-bus.ts';
import type { ExpiryRules } from './expiry-rules.ts';
import { chainReading, levelReading, quoteReading } from './readings.ts';
import type { RuleList } from './rule-list.ts';
import type { TimedRules } from './timed-rules.ts';

/** What the rules on prices, phases and levels are evaluated on. */
export interface MarketRulesOptions {
  rules: RuleList;
  timed: TimedRules;
  expiries: ExpiryRules;
  phaseNow: () => PhaseAt;
  /** The phase by the options of an underlying. */
  optionsNow: (underlying: string) => PhaseAt;
  bus: EventBus;
}

/**
 * Evaluates the rules with each quote, each chain of the nearest expiration, each call and each new phase of the bus. What
 * was recorded has been evaluated when it was polled.
 */
export function watchMarket({ rules, timed, expiries, phaseNow, optionsNow, bus }: MarketRulesOptions): {
  /** Marks the rules whose market is closed. */
  onPhase(): void;
  close(): void;
} {
  let chain: Chain | null = null;
  /** Chains of later expirations are polled for the clients that subscribe to them; rules are about the nearest one. */
  const isNearest = (subscription?: ChainSubscription) =>
    subscription === undefined || subscription.expiration === null;

  const onQuote = (quote: Quote, _subscription?: ChainSubscription, origin?: Origin) => {
    if (origin === 'recorded') return;
    timed.onQuote(quote);
    const phase = phaseNow();
    rules.evaluate(
      { input: 'quote', symbol: quote.symbol },
      ({ rule }) => quoteReading(rule.measure, quote, phase),
      quote,
    );
    timed.checkAges();
  };
  const onChain = (next: Chain, subscription?: ChainSubscription) => {
    if (isNearest(subscription)) chain = next;
  };
  const onLevels = (levels: Levels, subscription?: ChainSubscription, origin?: Origin) => {
    if (!isNearest(subscription) || origin === 'recorded') return;
    const { session } = optionsNow(levels.underlying);
    const isItsChain = chain?.timestamp === levels.timestamp && chain.underlying === levels.underlying;
    rules.evaluate(
      { input: 'chain', symbol: levels.underlying },
      ({ rule: { measure, level } }) =>
        level === undefined
          ? chainReading(measure, isItsChain ? chain : null, levels, session)
          : levelReading(level, levels, session),
      levels,
    );
  };
  const onPhase = () => {
    const { phase, areOptionsOpen } = phaseNow();
    const idle = () => ({ idle: 'options are not trading' });
    const symbols = new Set(rules.watched('chain').map(({ symbol }) => symbol));
    if (!areOptionsOpen) rules.evaluate({ input: 'chain' }, idle);
    for (const symbol of areOptionsOpen ? symbols : []) {
      if (!optionsNow(symbol).areOptionsOpen) rules.evaluate({ input: 'chain', symbol }, idle);
    }
    if (phase === 'closed') rules.evaluate({ input: 'quote' }, () => ({ idle: 'the market is closed' }));
    timed.checkAges();
    expiries.check();
  };
  const onExpirations = () => expiries.check();
  const onUsage = () => timed.checkBudget();

  bus.on('quote', onQuote);
  bus.on('chain', onChain);
  bus.on('levels', onLevels);
  bus.on('usage', onUsage);
  bus.on('phase', onPhase);
  bus.on('expirations', onExpirations);
  return {
    onPhase,
    close() {
      bus.off('quote', onQuote);
      bus.off('chain', onChain);
      bus.off('levels', onLevels);
      bus.off('usage', onUsage);
      bus.off('phase', onPhase);
      bus.off('expirations', onExpirations);
    },
  };
}

import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { type AlertRule, alertRuleOf } from '../../market/alerts/alert-rule.ts';
import { measures } from '../../market/alerts/alert-measures.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import { timesOfQuote } from '../../market/quotes/freshness.ts';
import type { Levels } from '../../market/levels/levels.ts';
import type { DataTier, Quote, Source } from '../../market/quotes/quote.ts';
import type { AlertsReport, AlertsSummary, RuleState } from '../../protocol/alerts.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import { alertOf } from './alert-text.ts';
import { budgetReading, chainReading, quoteReading } from './readings.ts';
import { nextStep, type Reading, type RuleMemory, toldBefore, untouched } from './rule-step.ts';
import { createToldToday, type ToldTodayOptions } from './notified-today.ts';

/** The settings' rules, watched whether or not anybody looks, and what was told today. */
export interface AlertEngine {
  report(): AlertsReport;
  summary(): AlertsSummary;
  /** Takes over the settings' rules as they are now; a rule that stays keeps what is known of it. */
  configure(): void;
  /** What another daemon goes on from. */
  memory(): AlertMemory;
  close(): void;
}

/** What a book knows that is in no database, as plain values. */
export interface AlertMemory {
  /** Since when somebody watches. */
  startedAt: number;
  /** Newest price, bid or ask of each symbol by the vendor's time. */
  quotedAt: readonly (readonly [symbol: string, at: number])[];
  /** By the rule's text. */
  rules: readonly (readonly [text: string, memory: RuleMemory])[];
}

export interface AlertEngineOptions extends ToldTodayOptions {
  /** Underlying of the recorded chain, and the symbol of rules that name none. */
  symbol: string;
  /** Symbols whose quotes are always polled; it may change meanwhile. */
  watched: () => readonly string[];
  settings: Pick<Settings, 'alertRules'>;
  source: Source;
  hours: MarketHours;
  budget: () => BudgetState;
  bus: EventBus;
  log: Logger;
  /** Of the daemon before, where it has handed over. */
  continues?: AlertMemory | undefined;
}

interface Watched {
  rule: AlertRule;
  memory: RuleMemory;
}

/** What a value came with. */
interface Origin {
  tier: DataTier;
  source: Source;
}

export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { symbol: own, watched, settings, source, hours, budget, clock, bus, log, continues } = options;
  const startedAt = continues?.startedAt ?? clock.now();
  /** Newest price, bid or ask of each symbol by the vendor's time. */
  const quotedAt = new Map<string, number>(continues?.quotedAt);
  let inherited = continues?.rules ?? [];
  let rules: Watched[] = [];
  const told = createToldToday(options);
  let chain: Chain | null = null;
  let cancelClock = () => {};
  let cancelBudget = () => {};

  const symbolOf = ({ symbol }: AlertRule) => symbol ?? own;
  const phaseNow = () => hours.calendar.phaseAt(clock.now());
  const ownOrigin: Origin = { tier: 'unknown', source };

  /** Why a rule cannot be watched as things are set. */
  const obstacle = (rule: AlertRule): string | null => {
    const symbol = symbolOf(rule);
    const { from } = measures[rule.measure];
    if (from === 'chain' && symbol !== own) return `only the chain of ${own} is recorded`;
    if (from !== 'budget' && symbol !== own && !watched().includes(symbol)) return `${symbol} is not watched`;
    return null;
  };
  const states = (): RuleState[] =>
    rules.map(({ rule, memory: { session: _, side: __, ...known } }) => ({ ...rule, ...known }));

  /** Puts a reading to each of the rules chosen, tells what fires, and everybody how the rules stand. */
  const put = (isMeant: (rule: AlertRule) => boolean, read: (rule: AlertRule) => Reading, origin: Origin) => {
    if (!rules.some(({ rule }) => isMeant(rule))) return;
    const before = rules;
    const alerts: Alert[] = [];
    rules = rules.map((entry) => {
      const { rule } = entry;
      if (!isMeant(rule)) return entry;
      const stopped = obstacle(rule);
      const reading = stopped === null ? read(rule) : { idle: stopped };
      const step = nextStep(rule, entry.memory, reading);
      if (step.fires && 'value' in reading) {
        const { value, at, madeAt: valueAt } = reading;
        const fired = { at, valueAt, symbol: symbolOf(rule), direction: step.fires, value, ...origin };
        alerts.push(alertOf(rule, fired));
      }
      return { rule, memory: step.memory };
    });
    for (const alert of alerts) bus.emit('alert', alert);
    if (JSON.stringify(before) !== JSON.stringify(rules)) bus.emit('rules', states());
  };
  const isFrom = (from: string) => (rule: AlertRule) => measures[rule.measure].from === from;

  const onQuote = (quote: Quote) => {
    const { newestAt, isClose } = timesOfQuote(quote);
    const known = quotedAt.get(quote.symbol) ?? 0;
    if (!isClose) quotedAt.set(quote.symbol, Math.max(known, newestAt ?? 0));
    const phase = phaseNow();
    put(
      (rule) => isFrom('quote')(rule) && symbolOf(rule) === quote.symbol,
      (rule) => quoteReading(rule.measure, quote, phase),
      quote,
    );
    lookAtAges();
  };
  /** Chains of later expirations are polled while somebody looks at them; rules are about the nearest one. */
  const isNearest = (subscription?: ChainSubscription) =>
    subscription === undefined || subscription.expiration === null;
  const onChain = (next: Chain, subscription?: ChainSubscription) => {
    if (isNearest(subscription)) chain = next;
  };
  const onLevels = (levels: Levels, subscription?: ChainSubscription) => {
    if (!isNearest(subscription)) return;
    const { session } = phaseNow();
    const isItsChain = chain?.timestamp === levels.timestamp && chain.underlying === levels.underlying;
    put(
      (rule) => isFrom('chain')(rule) && symbolOf(rule) === levels.underlying,
      (rule) => chainReading(rule.measure, isItsChain ? chain : null, levels, session),
      levels,
    );
  };

  /** Ages grow by themselves: the clock wakes when the first of them reaches its limit. */
  const lookAtAges = () => {
    cancelClock();
    const timed = rules.filter(({ rule }) => isFrom('clock')(rule) && obstacle(rule) === null);
    const { phase, session } = phaseNow();
    const now = clock.now();
    // Nobody polled before the start, and nothing needs to be quoted before the bell.
    const sinceOf = (rule: AlertRule) => Math.max(quotedAt.get(symbolOf(rule)) ?? startedAt, session.open);
    const ageOf = (rule: AlertRule) => Math.max(0, now - sinceOf(rule));
    put(
      isFrom('clock'),
      (rule) =>
        phase === 'regular'
          ? {
              value: ageOf(rule),
              ...{ at: now, madeAt: quotedAt.get(symbolOf(rule)) ?? null, session: session.date },
            }
          : { idle: 'the stock is not trading' },
      ownOrigin,
    );
    if (phase !== 'regular') return;
    const left = timed.map(({ rule }) => rule.threshold - ageOf(rule)).filter((ms) => ms >= 0);
    if (left.length > 0) cancelClock = clock.after(Math.min(...left) + 1, lookAtAges);
  };
  /** Calls leave the window of a minute without anybody telling. */
  const lookAtBudget = () => {
    cancelBudget();
    if (!rules.some(({ rule }) => isFrom('budget')(rule))) return;
    const now = clock.now();
    const state = budget();
    put(isFrom('budget'), () => budgetReading(state, now, phaseNow().session.date), ownOrigin);
    if (state.nextFreeAt === null) return;
    cancelBudget = clock.after(Math.max(1000, state.nextFreeAt - now), lookAtBudget);
  };
  const onPhase = () => {
    const { phase, areOptionsOpen } = phaseNow();
    const mark = (from: string, idle: string) => put(isFrom(from), () => ({ idle }), ownOrigin);
    if (!areOptionsOpen) mark('chain', 'options are not trading');
    if (phase === 'closed') mark('quote', 'the market is closed');
    lookAtAges();
  };
  const onAlert = (alert: Alert, subscription?: ChainSubscription) => {
    // Levels of what a client looks at besides are told to that client alone.
    if (subscription !== undefined) return;
    told.add(alert);
    log.info({ alert: alert.kind, symbol: alert.symbol, value: alert.value }, alert.message);
  };

  const memories = () => rules.map(({ rule, memory }) => [rule.text, memory] as const);
  const configure = () => {
    const known = new Map([...inherited, ...memories()]);
    inherited = [];
    const firedAt = told.rules();
    rules = settings.alertRules.map((text) => {
      const rule = alertRuleOf(text);
      const stopped = obstacle(rule);
      if (stopped !== null) log.warn({ rule: text }, `an alert rule cannot be watched: ${stopped}`);
      const at = firedAt.get(text);
      const memory = known.get(text) ?? (at === undefined ? untouched : toldBefore(at));
      return { rule, memory: { ...memory, idle: stopped } };
    });
    bus.emit('rules', states());
    onPhase();
    lookAtBudget();
  };

  bus.on('quote', onQuote);
  bus.on('chain', onChain);
  bus.on('levels', onLevels);
  bus.on('usage', lookAtBudget);
  bus.on('phase', onPhase);
  bus.on('alert', onAlert);
  configure();

  return {
    memory: () => ({ startedAt, quotedAt: [...quotedAt], rules: memories() }),
    report: () => ({ rules: states(), recent: told.recent() }),
    summary: () => ({
      rules: rules.length,
      met: rules.filter(({ memory }) => memory.isMet === true && memory.idle === null).length,
      idle: rules.filter(({ memory }) => memory.idle !== null).length,
      lastAt: told.recent()[0]?.at ?? null,
    }),
    configure,
    close() {
      cancelClock();
      cancelBudget();
      bus.off('quote', onQuote);
      bus.off('chain', onChain);
      bus.off('levels', onLevels);
      bus.off('usage', lookAtBudget);
      bus.off('phase', onPhase);
      bus.off('alert', onAlert);
    },
  };
}

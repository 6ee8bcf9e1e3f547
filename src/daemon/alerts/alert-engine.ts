import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import type { Source } from '../../market/quotes/quote.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';
import type { AlertsReport, AlertsSummary, ChannelTest } from '../../protocol/alerts.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { AddedRuleList } from './added/added-rules.ts';
import { openRuleChanges, type RuleChanges } from './added/rule-changes.ts';
import type { AlertDeliveries } from './delivery/open-delivery.ts';
import { createExpiryRules, type ExpirationTimes } from './expiry-rules.ts';
import {
  followChains,
  type FollowedChains,
  type FollowOptions,
  type LevelMemories,
} from './follow-levels.ts';
import { createNotifiedToday, type NotifiedTodayOptions } from './notified-today.ts';
import { watchMarket } from './market-rules.ts';
import { createRuleList, type RuleMemories } from './rule-list.ts';
import { createTimedRules } from './timed-rules.ts';

/** Watches rules and levels, whether or not a client is connected. */
export interface AlertEngine {
  /** The rules as they stand, and today's alerts. */
  report(): AlertsReport;
  summary(): AlertsSummary;
  /** Sends a message through each channel that the settings name. */
  test(): Promise<ChannelTest[]>;
  add: RuleChanges['add'];
  remove: RuleChanges['remove'];
  /** Reads all rules anew; a rule that stays keeps its memory. Those of the settings at once, what was added after that. */
  configure(): void;
  follow: FollowedChains['follow'];
  /** What the next daemon continues from. */
  memory(): AlertMemory;
  close(): void;
}

/** What the engine knows beyond the database, as plain values. */
export interface AlertMemory extends LevelMemories {
  /** Epoch ms since which quotes are watched. */
  startedAt: number;
  /** Latest price, bid or ask of each symbol by the vendor's time, epoch ms. */
  quotedAt: readonly (readonly [symbol: string, at: number])[];
  rules: RuleMemories;
}

/** What the alerts are evaluated on, and where they go. */
export interface AlertEngineOptions extends Omit<NotifiedTodayOptions, 'outbox'> {
  /** Rules that clients add; without it, there are the settings' alone. */
  added?: AddedRuleList | undefined;
  /** Takes alerts of recorded chains and rules to people; without it, none is delivered. */
  deliveries?: AlertDeliveries | undefined;
  /** Underlyings of the recorded chains; the first one is the symbol of rules that name none. */
  recorded: readonly string[];
  /** Symbols whose quotes are always polled; read at each evaluation. */
  watched: () => readonly string[];
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, 'alertRules'> & FollowOptions['settings'];
  source: Source;
  hours: MarketHours;
  budget: () => BudgetState;
  expirations: ExpirationTimes;
  bus: EventBus;
  log: Logger;
  /** Memory of the daemon before, where it has handed over. */
  continues?: AlertMemory | undefined;
}

/** Reads today's alerts and the rules, and listens on the bus from here on. */
export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { hours, clock, bus, log, continues, deliveries } = options;
  const startedAt = continues?.startedAt ?? clock.now();
  const phaseNow = () => hours.calendar.phaseAt(clock.now());
  const optionsNow = (underlying: string) => calendarOf({ underlying }, hours.calendar).phaseAt(clock.now());
  const notified = createNotifiedToday({ ...options, outbox: deliveries?.outbox ?? undefined });
  const rules = createRuleList({ ...options, memories: continues?.rules ?? [] });
  const timed = createTimedRules({
    ...{ rules, clock, phaseNow, startedAt, budget: options.budget },
    quotedAt: continues?.quotedAt ?? [],
  });
  const expiries = createExpiryRules(rules, clock, options.expirations);
  const chains = followChains(options);

  const onAlert = (alert: Alert, subscription?: ChainSubscription) => {
    // Alerts of a secondary subscription reach its clients only.
    if (subscription !== undefined) return;
    notified.add(alert);
    log.info({ alert: alert.kind, symbol: alert.symbol, value: alert.value }, alert.message);
  };
  bus.on('alert', onAlert);
  const market = watchMarket({ rules, timed, expiries, phaseNow, optionsNow, bus });
  const readRules = () => {
    rules.configure(notified.rules());
    market.onPhase();
    timed.checkBudget();
  };
  readRules();
  const changes = openRuleChanges(options.added, rules.states, readRules);

  return {
    follow: chains.follow,
    ...{ add: changes.add, remove: changes.remove },
    configure() {
      deliveries?.configure();
      readRules();
      changes.reload();
    },
    memory: () => ({
      ...{ startedAt, quotedAt: timed.quotedAt() },
      ...{ rules: rules.memories(), ...chains.memories() },
    }),
    report() {
      const channels = deliveries?.channels();
      return { rules: rules.states(), recent: notified.recent(), ...(channels && { channels }) };
    },
    test: async () => (await deliveries?.test()) ?? [],
    summary: () => ({ ...rules.counts(), lastAt: notified.recent()[0]?.at ?? null }),
    close() {
      changes.close();
      timed.close();
      expiries.close();
      market.close();
      bus.off('alert', onAlert);
    },
  };
}

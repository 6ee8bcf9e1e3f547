import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { Source } from '../../market/quotes/quote.ts';
import type { AlertsReport, AlertsSummary } from '../../protocol/alerts.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import { type AlertThresholds, nextAlerts } from './level-alerts.ts';
import type { LevelMemory } from './level-memory.ts';
import { createNotifiedToday, type NotifiedTodayOptions } from './notified-today.ts';
import { watchMarket } from './market-rules.ts';
import { createRuleList, type RuleMemories } from './rule-list.ts';
import { createTimedRules } from './timed-rules.ts';

/** Watches the settings' rules and the levels, whether or not a client is connected. */
export interface AlertEngine {
  /** The rules as they stand, and today's alerts. */
  report(): AlertsReport;
  summary(): AlertsSummary;
  /** Reads the settings' rules anew; a rule that stays keeps its memory. */
  configure(): void;
  /** Watches the levels of a subscription. */
  follow(followed: FollowedLevels): LevelsWatch;
  /** What the next daemon continues from. */
  memory(): AlertMemory;
  close(): void;
}

/** The levels that alerts are watched on: those of one subscription. */
export interface FollowedLevels {
  /** Events of the subscription carry this very object. */
  subscription: ChainSubscription;
  /** Alerts of the main subscription reach every client and today's list; others only the clients of the subscription. */
  isMain: boolean;
  /** The session's recorded levels, oldest first: what fired before a restart does not fire again. */
  recorded: readonly RecordedLevels[];
}

/** Takes each new poll's levels, and emits an `alert` for each built-in alert that fires. */
export type LevelsWatch = (levels: RecordedLevels) => void;

/** What the engine knows beyond the database, as plain values. */
export interface AlertMemory {
  /** Epoch ms since which quotes are watched. */
  startedAt: number;
  /** Latest price, bid or ask of each symbol by the vendor's time, epoch ms. */
  quotedAt: readonly (readonly [symbol: string, at: number])[];
  rules: RuleMemories;
  /** Of the main subscription; absent from a daemon of an earlier version. */
  levels?: LevelMemory | null;
}

type ThresholdName = 'moveUsedPercent' | 'volatilityJumpPoints' | 'skewJumpPoints';

/** What the alerts are evaluated on, and where they go. */
export interface AlertEngineOptions extends NotifiedTodayOptions {
  /** Underlying of the recorded chain, and the symbol of rules that name none. */
  symbol: string;
  /** Symbols whose quotes are always polled; read at each evaluation. */
  watched: () => readonly string[];
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, 'alertRules' | ThresholdName>;
  source: Source;
  hours: MarketHours;
  budget: () => BudgetState;
  bus: EventBus;
  log: Logger;
  /** Memory of the daemon before, where it has handed over. */
  continues?: AlertMemory | undefined;
}

/** Reads today's alerts and the settings' rules, and listens on the bus from here on. */
export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { settings, hours, clock, bus, log, continues } = options;
  const startedAt = continues?.startedAt ?? clock.now();
  const phaseNow = () => hours.calendar.phaseAt(clock.now());
  const notified = createNotifiedToday(options);
  const rules = createRuleList({ ...options, memories: continues?.rules ?? [] });
  const timed = createTimedRules({
    ...{ rules, clock, phaseNow, startedAt, budget: options.budget },
    quotedAt: continues?.quotedAt ?? [],
  });
  let mainLevels = continues?.levels ?? null;

  const follow = ({ subscription, isMain, recorded }: FollowedLevels): LevelsWatch => {
    const next = (before: LevelMemory | null, levels: RecordedLevels) => {
      const session = hours.calendar.sessionOn(newYorkDate(levels.timestamp));
      return nextAlerts(before, levels, thresholdsOf(settings), session);
    };
    const replayed = () =>
      recorded.reduce<LevelMemory | null>((before, levels) => next(before, levels).memory, null);
    let known = (isMain ? mainLevels : null) ?? replayed();
    if (isMain) mainLevels = known;
    return (levels) => {
      const { memory, alerts } = next(known, levels);
      known = memory;
      if (isMain) mainLevels = memory;
      for (const alert of alerts) bus.emit('alert', alert, isMain ? undefined : subscription);
    };
  };

  const onAlert = (alert: Alert, subscription?: ChainSubscription) => {
    // Alerts of a secondary subscription reach its clients only.
    if (subscription !== undefined) return;
    notified.add(alert);
    log.info({ alert: alert.kind, symbol: alert.symbol, value: alert.value }, alert.message);
  };
  bus.on('alert', onAlert);
  const market = watchMarket({ rules, timed, phaseNow, bus });
  const configure = () => {
    rules.configure(notified.rules());
    market.onPhase();
    timed.checkBudget();
  };
  configure();

  return {
    follow,
    configure,
    memory: () => ({
      ...{ startedAt, quotedAt: timed.quotedAt() },
      ...{ rules: rules.memories(), levels: mainLevels },
    }),
    report: () => ({ rules: rules.states(), recent: notified.recent() }),
    summary: () => ({ ...rules.counts(), lastAt: notified.recent()[0]?.at ?? null }),
    close() {
      timed.close();
      market.close();
      bus.off('alert', onAlert);
    },
  };
}

function thresholdsOf(settings: Pick<Settings, ThresholdName>): AlertThresholds {
  return {
    moveUsedPercent: settings.moveUsedPercent,
    volatilityPoints: settings.volatilityJumpPoints,
    skewPoints: settings.skewJumpPoints,
  };
}

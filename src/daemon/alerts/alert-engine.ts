import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { Source } from '../../market/quotes/quote.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';
import type { AlertsReport, AlertsSummary, ChannelTest } from '../../protocol/alerts.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { AlertDeliveries } from './delivery/open-delivery.ts';
import { createExpiryRules, type ExpirationTimes } from './expiry-rules.ts';
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
  /** Sends a message through each channel that the settings name. */
  test(): Promise<ChannelTest[]>;
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
  /** Alerts of recorded chains reach every client and today's list; others only the clients of the subscription. */
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
  /** Of the first recorded underlying; absent from a daemon of an earlier version. */
  levels?: LevelMemory | null;
  /** Of the other ones, by their symbols; absent where there is none. */
  levelsOf?: readonly (readonly [symbol: string, memory: LevelMemory])[];
}

type ThresholdName = 'moveUsedPercent' | 'volatilityJumpPoints' | 'skewJumpPoints';

/** What the alerts are evaluated on, and where they go. */
export interface AlertEngineOptions extends Omit<NotifiedTodayOptions, 'outbox'> {
  /** Takes alerts of recorded chains and rules to people; without it, none is delivered. */
  deliveries?: AlertDeliveries | undefined;
  /** Underlyings of the recorded chains; the first one is the symbol of rules that name none. */
  recorded: readonly string[];
  /** Symbols whose quotes are always polled; read at each evaluation. */
  watched: () => readonly string[];
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, 'alertRules' | ThresholdName>;
  source: Source;
  hours: MarketHours;
  budget: () => BudgetState;
  expirations: ExpirationTimes;
  bus: EventBus;
  log: Logger;
  /** Memory of the daemon before, where it has handed over. */
  continues?: AlertMemory | undefined;
}

/** Reads today's alerts and the settings' rules, and listens on the bus from here on. */
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
  const [first = ''] = options.recorded;
  const known = new Map<string, LevelMemory | null>([
    [first, continues?.levels ?? null],
    ...(continues?.levelsOf ?? []),
  ]);

  const onAlert = (alert: Alert, subscription?: ChainSubscription) => {
    // Alerts of a secondary subscription reach its clients only.
    if (subscription !== undefined) return;
    notified.add(alert);
    log.info({ alert: alert.kind, symbol: alert.symbol, value: alert.value }, alert.message);
  };
  bus.on('alert', onAlert);
  const market = watchMarket({ rules, timed, expiries, phaseNow, optionsNow, bus });
  const configure = () => {
    deliveries?.configure();
    rules.configure(notified.rules());
    market.onPhase();
    timed.checkBudget();
  };
  configure();

  return {
    follow: (followed) => followLevels(followed, options, known),
    configure,
    memory: () => ({
      ...{ startedAt, quotedAt: timed.quotedAt() },
      ...{ rules: rules.memories(), levels: known.get(first) ?? null },
      ...othersOf(known, first),
    }),
    report() {
      const channels = deliveries?.channels();
      return { rules: rules.states(), recent: notified.recent(), ...(channels && { channels }) };
    },
    test: async () => (await deliveries?.test()) ?? [],
    summary: () => ({ ...rules.counts(), lastAt: notified.recent()[0]?.at ?? null }),
    close() {
      timed.close();
      expiries.close();
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

/** @param known memories of the recorded chains by their symbols, kept up here */
function followLevels(
  { subscription, isMain, recorded }: FollowedLevels,
  { settings, hours, bus }: AlertEngineOptions,
  known: Map<string, LevelMemory | null>,
): LevelsWatch {
  const next = (memory: LevelMemory | null, levels: RecordedLevels) => {
    const calendar = calendarOf({ underlying: levels.underlying }, hours.calendar);
    const session = calendar.sessionOn(newYorkDate(levels.timestamp));
    return nextAlerts(memory, levels, thresholdsOf(settings), session);
  };
  const replayed = () =>
    recorded.reduce<LevelMemory | null>((memory, levels) => next(memory, levels).memory, null);
  const { symbol } = subscription;
  let before = (isMain ? known.get(symbol) : null) ?? replayed();
  if (isMain) known.set(symbol, before);
  return (levels) => {
    const { memory, alerts } = next(before, levels);
    before = memory;
    if (isMain) known.set(symbol, memory);
    for (const alert of alerts) bus.emit('alert', alert, isMain ? undefined : subscription);
  };
}

function othersOf(
  known: ReadonlyMap<string, LevelMemory | null>,
  first: string,
): Pick<AlertMemory, 'levelsOf'> | null {
  const levelsOf = [...known].flatMap(([symbol, memory]) =>
    symbol === first || memory === null ? [] : [[symbol, memory] as const],
  );
  return levelsOf.length > 0 ? { levelsOf } : null;
}

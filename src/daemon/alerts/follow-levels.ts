import type { Settings } from '../../config/settings/settings-table.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import { type AlertThresholds, nextAlerts } from './level-alerts.ts';
import type { LevelMemory } from './level-memory.ts';

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

/** What is remembered of the recorded chains, for the next daemon. */
export interface LevelMemories {
  /** Of the first recorded underlying; absent from a daemon of an earlier version. */
  levels?: LevelMemory | null;
  /** Of the other ones, by their symbols; absent where there is none. */
  levelsOf?: readonly (readonly [symbol: string, memory: LevelMemory])[];
}

/** The built-in alerts on levels, of every subscription. */
export interface FollowedChains {
  /** Watches the levels of a subscription. */
  follow(followed: FollowedLevels): LevelsWatch;
  memories(): LevelMemories;
}

type ThresholdName = 'moveUsedPercent' | 'volatilityJumpPoints' | 'skewJumpPoints';

/** What levels are held against, and where alerts go. */
export interface FollowOptions {
  /** Underlyings of the recorded chains. */
  recorded: readonly string[];
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, ThresholdName>;
  hours: MarketHours;
  bus: Pick<EventBus, 'emit'>;
  /** Memories of the daemon before, where it has handed over. */
  continues?: LevelMemories | undefined;
}

/** @returns what follows no chain yet */
export function followChains(options: FollowOptions): FollowedChains {
  const { recorded, continues } = options;
  const [first = ''] = recorded;
  const known = new Map<string, LevelMemory | null>([
    [first, continues?.levels ?? null],
    ...(continues?.levelsOf ?? []),
  ]);
  return {
    follow: (followed) => followLevels(followed, options, known),
    memories: () => ({ levels: known.get(first) ?? null, ...othersOf(known, first) }),
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
  { settings, hours, bus }: FollowOptions,
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
): Pick<LevelMemories, 'levelsOf'> | null {
  const levelsOf = [...known].flatMap(([symbol, memory]) =>
    symbol === first || memory === null ? [] : [[symbol, memory] as const],
  );
  return levelsOf.length > 0 ? { levelsOf } : null;
}

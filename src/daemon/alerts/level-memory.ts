import type { AlertKind } from '../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { armed, type RuleMemory, untouched } from './rule-step.ts';

/** Kinds of the built-in alerts on levels. */
export type LevelAlertKind = Exclude<AlertKind, 'rule'>;
/** The two walls of a chain, by their names in the levels. */
export type Wall = 'callWall' | 'putWall';

/** What is remembered of a session's levels, as plain values. */
export interface LevelMemory {
  expiration: string;
  /** Levels of another version of the model are not compared with these. */
  modelVersion: number;
  /** Epoch ms of the latest poll. */
  at: number;
  /** The latest spot that is known. */
  spot: number | null;
  /** Sign of the net gamma when the spot was last clear of the flip; 0 while unknown. */
  flipSign: number;
  /** Strikes that the sides in the walls' memories are about. */
  wallStrikes: Record<Wall, number | null>;
  /** How each built-in alert stands. */
  rules: Readonly<Record<LevelAlertKind, RuleMemory>>;
  /** Polls of the last five minutes; volatility and skew as fractions. */
  recent: readonly { at: number; volatility: number | null; skew: number | null }[];
}

const windowMs = 5 * 60_000;
/** A level within this fraction of the spot is touched, not crossed: 35 cents at 700, a third of a strike. */
const touching = 0.0005;

/** Whether a spot is too close to a level to be on a side of it, or one of them is unknown. */
export function isTouching(spot: number | null, level: number | null): boolean {
  return spot === null || level === null || Math.abs(spot - level) <= spot * touching;
}

/** Sign of the net gamma at the spot; 0 while unknown. */
export function netSignOf({ byOpenInterest }: RecordedLevels): number {
  return Math.sign(byOpenInterest?.gamma.net ?? 0);
}

/** What is remembered, as far as a poll may be compared with it; a new session begins anew. */
export function comparableMemory(before: LevelMemory | null, levels: RecordedLevels): LevelMemory {
  const { expiration, modelVersion } = levels;
  const fresh: LevelMemory = {
    ...{ expiration, modelVersion, at: 0, spot: null, flipSign: 0, recent: [] },
    wallStrikes: { callWall: null, putWall: null },
    rules: {
      ...{ 'gamma-flip': untouched, 'call-wall': untouched, 'put-wall': untouched },
      ...{ 'expected-move': armed, volatility: armed, skew: armed },
    },
  };
  if (before?.expiration !== expiration) return fresh;
  if (before.modelVersion === modelVersion) return before;
  // After an update in mid-session the levels begin anew, and a threshold that was reached stays reached.
  const { 'expected-move': move, volatility, skew } = before.rules;
  return { ...fresh, at: before.at, rules: { ...fresh.rules, 'expected-move': move, volatility, skew } };
}

/** The memory with one more poll, but for its rules. */
export function withPoll(memory: LevelMemory, levels: RecordedLevels): LevelMemory {
  const { timestamp, spot, byOpenInterest, volatility } = levels;
  const strikeOf = (wall: Wall) =>
    spot === null ? memory.wallStrikes[wall] : (byOpenInterest?.[wall] ?? memory.wallStrikes[wall]);
  const isFlipTouched = isTouching(spot, byOpenInterest?.gammaFlip ?? null);
  const kept = memory.recent.filter(({ at }) => timestamp - at < windowMs);
  return {
    ...memory,
    at: timestamp,
    spot: spot ?? memory.spot,
    flipSign: isFlipTouched ? memory.flipSign : netSignOf(levels),
    wallStrikes: { callWall: strikeOf('callWall'), putWall: strikeOf('putWall') },
    recent: [...kept, { at: timestamp, volatility: volatility.atTheMoney, skew: volatility.skew }],
  };
}

import type { Alert } from '../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { minYearsOfVolatility } from '../../market/pricing/years-to-expiry.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import { crossedText, jumpText, moveUsedText } from './alert-text.ts';
import { isTouching, type LevelAlertKind, type LevelMemory, netSignOf, type Wall } from './level-memory.ts';
import type { Condition, CrossingCondition, Side, ThresholdCondition, ValueReading } from './rule-step.ts';

/** One of the built-in alerts: its condition, what it reads from a poll, and what its alert says. */
export interface LevelCondition {
  kind: LevelAlertKind;
  condition: Condition;
  reading: ValueReading;
  /** What an alert in this direction says. */
  alert(fires: 'up' | 'down'): Pick<Alert, 'direction' | 'value' | 'level'> & { text: string };
}

/** A threshold is armed again below this part of it. */
const rearmingPart = { move: 0.9, jump: 0.5 };

function sideOf(spot: number | null, level: number): Side | null {
  if (spot === null || isTouching(spot, level)) return null;
  return spot > level ? 'above' : 'below';
}

const lineAt = (level: number): CrossingCondition => ({
  kind: 'crossing',
  sideOf: (spot) => sideOf(spot, level),
  isClear: (spot) => !isTouching(spot, level),
  quietMs: 0,
});

const atLeast = (threshold: number, part: number): ThresholdCondition => ({
  kind: 'threshold',
  isMet: (value) => value >= threshold,
  isBack: (value) => value < threshold * part,
  direction: 'up',
  isOfSession: true,
  quietMs: 0,
});

/** The spot crosses the gamma flip. */
export function gammaFlip(levels: RecordedLevels, before: LevelMemory): LevelCondition | null {
  const { spot, byOpenInterest } = levels;
  const flip = byOpenInterest?.gammaFlip ?? null;
  if (spot === null || flip === null) return null;
  // Of several flips, the nearest may be another one now: the spot crossed it only if the net changed its sign.
  const netSign = netSignOf(levels);
  const isSameNet = netSign !== 0 && netSign === before.flipSign;
  const side = sideOf(spot, flip);
  return {
    kind: 'gamma-flip',
    condition: lineAt(flip),
    reading: { ...spotReading(levels, spot), ...(isSameNet && side && { sideBefore: side }) },
    alert: (direction) => ({
      ...{ direction, value: spot, level: flip },
      text: crossedText({ ...levels, spot }, direction, 'gamma flip', flip.toFixed(2)),
    }),
  };
}

/** The spot crosses a wall. */
export function wallCrossing(wall: Wall, levels: RecordedLevels, before: LevelMemory): LevelCondition | null {
  const { spot, byOpenInterest } = levels;
  const kind = wall === 'callWall' ? 'call-wall' : 'put-wall';
  const known = before.rules[kind].side;
  const level = byOpenInterest?.[wall] ?? null;
  if (level === null || spot === null) return null;
  // A wall that moved to another strike was not crossed: what counts is the last spot's side of the new strike.
  const isSameStrike = before.wallStrikes[wall] === level && known !== null;
  const sideBefore = isSameStrike ? known : sideOf(before.spot, level);
  const side = sideOf(spot, level) ?? sideBefore;
  // Where both walls are one strike, one alert a crossing: up through the call wall, down through the put wall.
  const isOneStrike = byOpenInterest?.callWall === byOpenInterest?.putWall;
  const isSilent = isOneStrike && (side === 'above') !== (wall === 'callWall');
  const name = wall === 'callWall' ? 'call wall' : 'put wall';
  return {
    kind,
    condition: lineAt(level),
    reading: { ...spotReading(levels, spot), sideBefore: isSilent ? side : sideBefore },
    alert: (direction) => ({
      ...{ direction, value: spot, level },
      text: crossedText({ ...levels, spot }, direction, name, priceText(level)),
    }),
  };
}

/** The session has used a part of its expected move. */
export function moveUsed(levels: RecordedLevels, threshold: number): LevelCondition | null {
  const { spot, expectedMove } = levels;
  const { used, opening } = expectedMove;
  if (!(threshold > 0) || used === null || !opening || spot === null) return null;
  const percent = used * 100;
  return {
    kind: 'expected-move',
    condition: atLeast(threshold, rearmingPart.move),
    reading: { ...spotReading(levels, spot), value: percent },
    alert: () => ({
      ...{ direction: spot >= opening.reference ? 'up' : 'down', value: percent, level: threshold },
      text: moveUsedText({ ...levels, spot }, percent, opening),
    }),
  };
}

const jumps = {
  volatility: { name: 'at-the-money volatility', figure: 'atTheMoney' },
  skew: { name: '25-delta skew', figure: 'skew' },
} as const;

/** Volatility or skew has changed by some percentage points within five minutes. */
export function jump(
  kind: 'volatility' | 'skew',
  levels: RecordedLevels,
  before: LevelMemory,
  threshold: number,
): LevelCondition | null {
  const { name, figure } = jumps[kind];
  const isMeaningful = (levels.yearsToExpiry ?? 0) >= minYearsOfVolatility;
  const now = levels.volatility[figure];
  const from = before.recent.find((poll) => poll[kind] !== null);
  const then = from?.[kind] ?? null;
  if (!isMeaningful || !(threshold > 0) || now === null || then === null || !from) return null;
  const points = (now - then) * 100;
  const direction = points > 0 ? 'up' : 'down';
  const { timestamp: at, quotedAt: madeAt, expiration: session } = levels;
  const change = { from: then * 100, to: now * 100, elapsedMs: at - from.at };
  return {
    kind,
    condition: atLeast(threshold, rearmingPart.jump),
    reading: { value: Math.abs(points), at, madeAt, session },
    alert: () => ({
      ...{ direction, value: change.to, level: change.from },
      text: jumpText(levels.underlying, name, direction, change),
    }),
  };
}

function spotReading({ timestamp, spotAt, expiration }: RecordedLevels, spot: number) {
  return { value: spot, at: timestamp, madeAt: spotAt, session: expiration };
}

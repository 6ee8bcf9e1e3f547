import { fixedText } from '../../base/fixed-text.ts';
import type { Alert, AlertKind } from '../../market/alerts/alert.ts';
import { lateNote } from '../../market/quotes/freshness.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { priceText, spotText } from '../../market/quotes/price-text.ts';
import { minYearsOfVolatility } from '../../market/pricing/years-to-expiry.ts';

/** When to alert; 0 means never. */
export interface AlertThresholds {
  /** Per cent of the session's expected move. */
  moveUsedPercent: number;
  /** Percentage points of at-the-money volatility within five minutes. */
  volatilityPoints: number;
  /** Percentage points of 25-delta skew within five minutes. */
  skewPoints: number;
}

type Side = 'above' | 'below';

/** What is remembered of a session's polls, oldest news forgotten. */
export interface AlertState {
  expiration: string;
  /** Levels of another version of the model are not compared with these. */
  modelVersion: number;
  at: number;
  spot: number | null;
  flipSide: Side | null;
  /** Sign of the net gamma when the spot was last seen on a side of the flip; 0 while unknown. */
  flipSign: number;
  wallSides: Record<'callWall' | 'putWall', { level: number; side: Side } | null>;
  /** Thresholds that have been told of and not gone back over since. */
  told: readonly AlertKind[];
  recent: readonly { at: number; volatility: number | null; skew: number | null }[];
}

/** A level within this fraction of the spot is touched, not crossed: 35 cents at 700, a third of a strike. */
const touching = 0.0005;
/** A threshold counts as gone back over when this part of it is no longer reached. */
const rearming = { move: 0.9, jump: 0.5 };
const windowMs = 5 * 60_000;

/**
 * What one more poll has to tell, given what was remembered of those before. Edge-triggered: a crossing is told once per
 * direction, a threshold once until it has been gone back over by a margin. The first poll of a session tells nothing
 * about sides, since nothing was crossed. Outside of the options' trading hours (`session`) nothing is told at all.
 */
export function nextAlerts(
  before: AlertState | null,
  levels: RecordedLevels,
  thresholds: AlertThresholds,
  session: { open: number; optionClose: number } | null,
): { state: AlertState | null; alerts: Alert[] } {
  const { timestamp, spot, spotSource, byOpenInterest } = levels;
  if (!session || timestamp < session.open || timestamp >= session.optionClose)
    return { state: before, alerts: [] };
  const known = before?.expiration === levels.expiration ? before : startOf(levels);
  const state = known.modelVersion === levels.modelVersion ? known : withoutLevels(known, levels);
  if (before?.expiration === levels.expiration && timestamp <= before.at)
    return { state: before, alerts: [] };

  const alerts: Alert[] = [];
  const told = new Set(state.told);
  const tell = (alert: Pick<Alert, 'kind' | 'direction' | 'value' | 'level'>, message: string) => {
    const isOfQuotes = alert.kind === 'volatility' || alert.kind === 'skew';
    const valueAt = isOfQuotes ? levels.quotedAt : levels.spotAt;
    alerts.push({
      ...alert,
      at: timestamp,
      valueAt,
      symbol: levels.underlying,
      message: `${levels.underlying} ${message}${lateNote(timestamp, valueAt, levels.tier)}`,
      source: levels.source,
    });
  };

  const flip = byOpenInterest?.gammaFlip ?? null;
  const flipSide = sideOf(spot, flip, state.flipSide);
  const netSign = Math.sign(byOpenInterest?.gamma.net ?? 0);
  // Of several flips the nearest may have become another one: it was crossed only if the net has changed its sign.
  const isSameNet = netSign !== 0 && netSign === state.flipSign;
  const isCrossed = flipSide !== state.flipSide && !isSameNet;
  if (spot !== null && flip !== null && flipSide !== null && state.flipSide && isCrossed) {
    tell(
      { kind: 'gamma-flip', ...crossing(flipSide, spot, flip) },
      crossed(flipSide, spotText(spot, spotSource), 'gamma flip', flip.toFixed(2)),
    );
  }

  const wallSides = { ...state.wallSides };
  for (const wall of ['callWall', 'putWall'] as const) {
    const level = byOpenInterest?.[wall] ?? null;
    if (level === null || spot === null) continue;
    // A wall that moved to another strike was not crossed: the last spot's side of the new one is what counts.
    const known = state.wallSides[wall];
    const sideBefore = known?.level === level ? known.side : sideOf(state.spot, level, null);
    const side = sideOf(spot, level, sideBefore);
    wallSides[wall] = side && { level, side };
    // Where both walls are one strike, a crossing is told once: up through the call wall, down through the put wall.
    const isTwin = byOpenInterest?.callWall === byOpenInterest?.putWall;
    const isTold = !isTwin || (side === 'above') === (wall === 'callWall');
    if (side !== null && sideBefore !== null && side !== sideBefore && isTold) {
      const name = wall === 'callWall' ? 'call wall' : 'put wall';
      const kind = wall === 'callWall' ? 'call-wall' : 'put-wall';
      tell(
        { kind, ...crossing(side, spot, level) },
        crossed(side, spotText(spot, spotSource), name, priceText(level)),
      );
    }
  }

  const { used, opening } = levels.expectedMove;
  if (thresholds.moveUsedPercent > 0 && used !== null && opening && spot !== null) {
    const percent = used * 100;
    if (rises('expected-move', percent, thresholds.moveUsedPercent, rearming.move, told)) {
      tell(
        {
          kind: 'expected-move',
          direction: spot >= opening.reference ? 'up' : 'down',
          value: percent,
          level: thresholds.moveUsedPercent,
        },
        `${spotText(spot, spotSource)} has used ${percent.toFixed(0)} % of the expected move of ${opening.straddle.toFixed(2)} from ${opening.reference.toFixed(2)}`,
      );
    }
  }

  const isMeaningful = (levels.yearsToExpiry ?? 0) >= minYearsOfVolatility;
  const { atTheMoney: volatility, skew } = levels.volatility;
  const measures = [
    ['volatility', volatility, thresholds.volatilityPoints, 'at-the-money volatility'],
    ['skew', skew, thresholds.skewPoints, '25-delta skew'],
  ] as const;
  for (const [kind, now, threshold, name] of measures) {
    const from = state.recent.find((poll) => poll[kind] !== null);
    const then = from?.[kind] ?? null;
    if (!isMeaningful || !(threshold > 0) || now === null || then === null || !from) continue;
    const points = (now - then) * 100;
    if (!rises(kind, Math.abs(points), threshold, rearming.jump, told)) continue;
    const direction = points > 0 ? 'up' : 'down';
    const minutes = Math.max(1, Math.round((timestamp - from.at) / 60_000));
    tell(
      { kind, direction, value: now * 100, level: then * 100 },
      `${name} went ${direction} from ${fixedText(then * 100, 1)} to ${fixedText(now * 100, 1)} % within ${minutes} min`,
    );
  }

  const kept = state.recent.filter(({ at }) => timestamp - at < windowMs);
  return {
    alerts,
    state: {
      expiration: levels.expiration,
      modelVersion: levels.modelVersion,
      at: timestamp,
      spot: spot ?? state.spot,
      flipSide,
      flipSign: isTouching(spot, flip) ? state.flipSign : netSign,
      wallSides,
      told: [...told],
      recent: [...kept, { at: timestamp, volatility, skew }],
    },
  };
}

function startOf({ expiration, modelVersion }: RecordedLevels): AlertState {
  return {
    ...{ expiration, modelVersion },
    at: 0,
    spot: null,
    flipSide: null,
    flipSign: 0,
    wallSides: { callWall: null, putWall: null },
    told: [],
    recent: [],
  };
}

/** After an update in mid-session: what the market did is still known, and the levels begin anew. */
function withoutLevels(state: AlertState, levels: RecordedLevels): AlertState {
  const { at, told } = state;
  return { ...startOf(levels), at, told };
}

/** The side of a level that a spot is on; the side before while it touches it, or nothing is known. */
function sideOf(spot: number | null, level: number | null, before: Side | null): Side | null {
  if (spot === null || level === null || isTouching(spot, level)) return before;
  return spot > level ? 'above' : 'below';
}

/** Whether the side cannot be told. */
function isTouching(spot: number | null, level: number | null): boolean {
  return spot === null || level === null || Math.abs(spot - level) <= spot * touching;
}

/** Whether a threshold is newly reached. Forgets that it was, once it has been gone back over. */
function rises(
  kind: AlertKind,
  value: number,
  threshold: number,
  rearmingPart: number,
  told: Set<AlertKind>,
): boolean {
  if (value < threshold * rearmingPart) told.delete(kind);
  if (value < threshold || told.has(kind)) return false;
  told.add(kind);
  return true;
}

function crossing(side: Side, spot: number, level: number): Pick<Alert, 'direction' | 'value' | 'level'> {
  return { direction: side === 'above' ? 'up' : 'down', value: spot, level };
}

function crossed(side: Side, spot: string, name: string, level: string): string {
  return `${spot} is now ${side} the ${name} at ${level}`;
}

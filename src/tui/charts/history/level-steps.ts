import { remembered } from '../../../base/remembered.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { closeOfExpiration, type OwnPhase } from '../../present/own-phase.ts';

/** Where the slots of a chart lie in time. */
export interface TimeGrid {
  /** Epoch ms at which the first slot begins. */
  from: number;
  slotMs: number;
}

/** A level of the history, with at most a few letters to call it by. */
export interface LevelTrack {
  label: string;
  /** In full, for sentences. */
  name: string;
  value: (point: LevelsPoint) => number | null;
  /** Since when the value was known, if before the poll. Such a value also holds through a gap. */
  since?: (point: LevelsPoint) => number | null;
}

/** A level as it was through the session, slot by slot; NaN where none was known. */
export interface LevelLine {
  label: string;
  values: readonly number[];
  /** Whether it holds now and is drawn to the right edge. */
  isCurrent: boolean;
}

/** Levels over time, one line each, on the grid of the chart. */
export interface LevelSteps {
  lines: readonly LevelLine[];
  /** Slots at which another expiration or another version of the model begins. */
  changes: readonly number[];
}

/** The longest time that a level holds without a poll: the slowest plan polls every five minutes. */
const longestHoldMs = 15 * 60_000;
const shortestHoldMs = 3 * 60_000;

/** How long a level holds without a poll: three of the history's usual intervals. */
export const holdMs = remembered((points: readonly LevelsPoint[]): number => {
  const intervals = points.slice(1).map(({ at }, index) => at - points[index]!.at);
  const usual = intervals.sort((a, b) => a - b)[intervals.length >> 1];
  return Math.min(longestHoldMs, Math.max(shortestHoldMs, 3 * (usual ?? longestHoldMs)));
});

/**
 * Until when the newest levels hold: the close of their options in the session; `null` once that has come, or no poll has
 * for too long.
 */
export function levelsHoldUntil(
  points: readonly LevelsPoint[],
  phase: OwnPhase | null,
  now: number,
): number | null {
  const last = points.at(-1);
  if (!last || !phase) return null;
  const end = closeOfExpiration(last.expiration, phase);
  const isOver = newYorkDate(last.at) !== phase.session.date || now >= end;
  return isOver || now - last.at > holdMs(points) ? null : end;
}

/** Whether two points are levels of the same kind, which compare. */
export const isSameKind = (a: LevelsPoint, b: LevelsPoint): boolean =>
  a.expiration === b.expiration && a.modelVersion === b.modelVersion;

/** What `LevelSteps` are made from. */
export interface StepsInput {
  /** Oldest first. */
  points: readonly LevelsPoint[];
  tracks: readonly LevelTrack[];
  grid: TimeGrid;
  /** Slots of the chart. */
  length: number;
  /** Until when the newest levels hold; `null` where they no longer do. */
  holdsUntil: number | null;
}

interface Stretch {
  point: LevelsPoint;
  /** Slots, the last one not included. */
  from: number;
  to: number;
}

const slotOf = (at: number, { from, slotMs }: TimeGrid) => Math.floor((at - from) / slotMs);

/** The slots that each point holds for: until the next one, and for its own slot only where a gap follows. */
function stretchesOf({ points, grid, holdsUntil }: StepsInput): Stretch[] {
  const longest = holdMs(points);
  return points.map((point, index): Stretch => {
    const from = slotOf(point.at, grid);
    const next = points[index + 1];
    if (!next) {
      return { point, from, to: holdsUntil === null ? from + 1 : slotOf(holdsUntil - 1, grid) + 1 };
    }
    const until = slotOf(next.at, grid);
    // One slot stays empty before levels of another kind, so that no line joins them.
    if (!isSameKind(point, next)) return { point, from, to: until - 1 };
    return { point, from, to: next.at - point.at > longest ? from + 1 : Math.max(from + 1, until) };
  });
}

function lineOf(track: LevelTrack, stretches: readonly Stretch[], input: StepsInput): LevelLine {
  const { grid, length, holdsUntil } = input;
  const values = new Array<number>(length).fill(Number.NaN);
  let before: { value: number | null; since: number | null; to: number } | null = null;
  for (const { point, from, to } of stretches) {
    const value = track.value(point);
    const since = track.since?.(point) ?? null;
    const isSame = before?.value === value && before.since === since;
    const first = since === null ? from : before && isSame ? before.to : slotOf(since, grid);
    values.fill(value ?? Number.NaN, Math.max(0, first), Math.max(0, to));
    before = { value, since, to };
  }
  const isCurrent = holdsUntil !== null && before !== null && before.value !== null;
  return { label: track.label, values, isCurrent };
}

/** The levels as they were at each minute: nothing before it was known, nothing over a gap. */
export function levelSteps(input: StepsInput): LevelSteps {
  const stretches = stretchesOf(input);
  const changes = stretches.flatMap(({ point, from }, index) => {
    const before = stretches[index - 1];
    return before && from > 0 && from < input.length && !isSameKind(before.point, point) ? [from] : [];
  });
  return {
    lines: input.tracks
      .map((track) => lineOf(track, stretches, input))
      .filter(({ values }) => values.some((value) => Number.isFinite(value))),
    changes,
  };
}

/** Whether both look the same; usually a poll changes no level. */
export function areSameSteps(before: LevelSteps, after: LevelSteps): boolean {
  return (
    before.lines.length === after.lines.length &&
    before.changes.join() === after.changes.join() &&
    after.lines.every(({ label, values, isCurrent }, index) => {
      const old = before.lines[index]!;
      return (
        label === old.label &&
        isCurrent === old.isCurrent &&
        values.length === old.values.length &&
        values.every((value, slot) => Object.is(value, old.values[slot]))
      );
    })
  );
}

import { useMemo, useRef } from 'react';
import type { History } from '../../charts/history/history.ts';
import {
  areSameSteps,
  type LevelSteps,
  levelSteps,
  levelsHoldUntil,
} from '../../charts/history/level-steps.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { pastDate } from '../../state/chart/past-day.ts';
import type { DashboardState } from '../../state/state.ts';
import { shownNow, shownPicture } from '../../state/selectors.ts';
import { type Store, useSelected } from '../../state/store.ts';
import { levelTracks } from './level-marks.ts';
import { drawnLevelsText } from '../levels/levels-text.ts';

const noPoints: readonly LevelsPoint[] = [];

/** Levels of today are not drawn over a past day. */
const drawnLevelsHistory = (state: DashboardState) =>
  pastDate(state) === null ? shownPicture(state).levelsHistory : noPoints;

const noSteps: LevelSteps = { lines: [], changes: [] };

/** The session's levels for the slots of a day's chart, the same object as long as they look the same. */
export function useLevelSteps(
  store: Store,
  history: History | null,
): { steps: LevelSteps; levels: string | null } {
  const points = useSelected(store, drawnLevelsHistory);
  const weight = useSelected(store, (state) => state.ui.weight);
  const holdsUntil = useSelected(store, (state) => {
    const { levelsHistory, phase } = shownPicture(state);
    return levelsHoldUntil(levelsHistory, phase, shownNow(state));
  });
  const { grid = null, length = 0 } = history ?? {};
  const from = grid?.from ?? null;
  const slotMs = grid?.slotMs ?? 0;
  const made = useMemo(
    () =>
      from === null
        ? noSteps
        : levelSteps({
            tracks: levelTracks(weight),
            grid: { from, slotMs },
            ...{ points, length, holdsUntil },
          }),
    [points, weight, from, slotMs, length, holdsUntil],
  );
  const kept = useRef(made);
  if (!areSameSteps(kept.current, made)) kept.current = made;
  const steps = kept.current;
  return { steps, levels: steps.lines.length === 0 ? null : drawnLevelsText(points, holdsUntil !== null) };
}

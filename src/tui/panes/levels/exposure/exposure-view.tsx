import { memo } from 'react';
import { hintKeys } from '../../../keys/named-keys.ts';
import { levelsStaleness, sumStaleness } from '../../../state/freshness.ts';
import {
  isSumShown,
  recordedExpirationCount,
  shownAnswers,
  shownNow,
  shownPicture,
} from '../../../state/selectors.ts';
import { useSelected } from '../../../state/store.ts';
import { staleBox, useStaleness } from '../../frame/stale-box.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from '../../painted.tsx';
import { exposurePaneLines } from './exposure-pane.ts';
import { chainKind, whyNoLevels, whyNoSum } from '../levels-state.ts';
import { summedExposureLines } from './summed-exposure-pane.ts';

/** Exposure by strike: of the chain on screen, or of all recorded expirations of its symbol together. */
export const ExposureView = memo(function ExposureView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('exposure'));
  const symbol = useSelected(store, symbolOf);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const isSum = useSelected(store, isSumShown);
  const sum = useSelected(store, (state) => shownAnswers(state).sum);
  const recordedExpirations = useSelected(store, recordedExpirationCount);
  const weight = useSelected(store, (state) => state.ui.weight);
  const centre = useSelected(store, (state) => state.ui.exposureCentre);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const why = useSelected(store, isSum ? whyNoSum : whyNoLevels);
  const stale = useStaleness(store, isSum ? sumStaleness : levelsStaleness);
  const input = {
    ...{ rect, isFocused, symbol, weight, centre, phase, now, why, recordedExpirations },
    isStale: stale !== null,
    keyOf: hintKeys(store.getState()),
  };
  const other = `${chainKind(store.getState())} only`;
  const lines = isSum
    ? summedExposureLines({ ...input, sum, other })
    : exposurePaneLines({ ...input, levels });
  return <Painted rect={rect} painter={painter} lines={staleBox(lines, stale)} />;
});

import { memo } from 'react';
import { marketNow, scrubInput } from '../../../state/playback/scrub.ts';
import { shownPlayback } from '../../../state/selectors.ts';
import { useSelected } from '../../../state/store.ts';
import { Painted, type PaneViewProps } from '../../painted.tsx';
import { scrubBarLines } from './scrub-bar.ts';

/** The session that is played, above the footer. */
export const ScrubView = memo(function ScrubView({ store, painter, rect }: PaneViewProps) {
  const playback = useSelected(store, shownPlayback);
  const until = useSelected(store, marketNow);
  const lines = scrubBarLines({ ...rect, rows: rect.height, ...scrubInput(playback, until) });
  return <Painted rect={rect} painter={painter} lines={lines} />;
});

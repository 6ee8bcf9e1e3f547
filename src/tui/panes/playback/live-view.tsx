import { memo } from 'react';
import { newestAlert } from '../../state/alert-selectors.ts';
import { notRecorded } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';
import { liveLine } from './live-line.ts';

/** The only line of a playback that is about the market as it is. */
export const LiveView = memo(function LiveView({ store, painter, rect }: PaneViewProps) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const status = useSelected(store, (state) => state.connection.status);
  const now = useSelected(store, (state) => state.now.market);
  const missing = useSelected(store, notRecorded);
  const problems = useSelected(store, (state) => state.picture.health.problems.length);
  const alert = useSelected(store, newestAlert);
  const line = liveLine({ width: rect.width, hello, status, now, missing, problems, alert });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});

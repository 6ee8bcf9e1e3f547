import { shownNow, shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import type { Playback } from '../../state/playback/playback.ts';
import { Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { replayHeaderLine } from './replay-header.ts';

/** The top line while a recording is played. */
export function ReplayHeaderView({ store, painter, rect, playback }: PaneViewProps & { playback: Playback }) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const symbol = useSelected(store, symbolOf);
  const now = useSelected(store, shownNow);
  const isRebuilt = useSelected(store, (state) => shownPicture(state).chain?.chain.isRebuilt === true);
  const line = replayHeaderLine({ width: rect.width, symbol, hello, phase, playback, isRebuilt, now });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
}

import type { ShownHost } from '../../dashboard-options.ts';
import { shownNow, shownPicture } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import type { Playback } from '../../state/playback/playback.ts';
import { Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { replayHeaderLine } from './replay-header.ts';

const roundTripEveryMs = 10_000;

/** The top line while a recording is played. */
export function ReplayHeaderView(props: PaneViewProps & { playback: Playback; host: ShownHost | null }) {
  const { store, painter, rect, playback, host } = props;
  const hello = useSelected(store, (state) => state.connection.hello);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const symbol = useSelected(store, symbolOf);
  const now = useSelected(store, shownNow);
  const isRebuilt = useSelected(store, (state) => shownPicture(state).chain?.chain.isRebuilt === true);
  // The round trip is measured anew also while the playback stands still.
  useSelected(store, (state) => (host ? Math.floor(state.now.real / roundTripEveryMs) : 0));
  const line = replayHeaderLine({
    ...{ width: rect.width, symbol, hello, phase, playback, isRebuilt, now },
    host: host && { name: host.name, roundTripMs: host.roundTripMs() },
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
}

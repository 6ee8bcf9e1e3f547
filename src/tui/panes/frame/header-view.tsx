import type { ShownHost } from '../../dashboard-options.ts';
import { memo } from 'react';
import { metCount, ruleCount } from '../../state/alert-selectors.ts';
import { notRecorded, shownPlayback } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { headerLine } from './header.ts';
import { Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { ReplayHeaderView } from '../playback/replay-header-view.tsx';

type HeaderViewProps = PaneViewProps & { isEmbedded: boolean; host: ShownHost | null };

/** The top line: of the market as it is, or of the recording that is played. */
export const HeaderView = memo(function HeaderView(props: HeaderViewProps) {
  const playback = useSelected(props.store, shownPlayback);
  return playback ? <ReplayHeaderView {...props} playback={playback} /> : <MarketHeaderView {...props} />;
});

function MarketHeaderView({ store, painter, rect, isEmbedded, host }: HeaderViewProps) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const status = useSelected(store, (state) => state.connection.status);
  const phase = useSelected(store, (state) => state.picture.phase);
  const now = useSelected(store, (state) => state.now.market);
  const rules = useSelected(store, ruleCount);
  const met = useSelected(store, metCount);
  const symbol = useSelected(store, symbolOf);
  const missing = useSelected(store, notRecorded);
  const line = headerLine({
    ...{ width: rect.width, symbol, hello, phase, now, status, isEmbedded, missing, rules, met },
    host: host && { name: host.name, roundTripMs: host.roundTripMs() },
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
}

import { quitForms } from '../../dialogs/quit.ts';
import { hintKeys } from '../../keys/named-keys.ts';
import { shownNow, shownPicture, shownPlayback } from '../../state/selectors.ts';
import { useSelected } from '../../state/store.ts';
import { Painted, type PaneViewProps } from '../painted.tsx';
import { tooSmallLines } from './too-small.ts';

/** What is shown in place of the panes on a terminal that is too small for them. */
export function TooSmallView({ store, painter, rect }: PaneViewProps) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const playback = useSelected(store, shownPlayback);
  const now = useSelected(store, shownNow);
  const state = useSelected(store, (whole) => (whole.ui.dialog ? whole : null));
  const question = state ? quitForms(state, hintKeys(state)) : undefined;
  const size = { columns: rect.width, rows: rect.height };
  const lines = tooSmallLines({
    ...{ ...size, hello, quote, replayedAt: playback && now },
    ...(question && { question }),
  });
  return <Painted rect={rect} painter={painter} lines={lines} />;
}

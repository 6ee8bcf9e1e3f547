import type { ShownHost } from './dashboard-options.ts';
import { useMemo } from 'react';
import type { Charts } from './charts/charts.ts';
import { TerminalInput, type TerminalInputProps } from './input/terminal-input.tsx';
import { computeLayout } from './layout/layout.ts';
import { TooSmallView } from './panes/frame/too-small-view.tsx';
import { Panes } from './panes/panes.tsx';
import { hasStrip, isPlayed, recordedCount } from './state/selectors.ts';
import { type Store, useSelected } from './state/store.ts';
import { createPainter } from './theme/painter.ts';
import type { ColorLevel } from '../config/look.ts';

/** The whole dashboard's state, looks and terminal. */
export interface AppProps extends TerminalInputProps {
  store: Store;
  charts: Charts;
  colorLevel: ColorLevel;
  /** Draw without box, block and braille characters. */
  isAscii: boolean;
  /** The dashboard started with a daemon inside its process. */
  isEmbedded: boolean;
  /** The daemon's machine, where it is another one. */
  host?: ShownHost;
  /** Id of this process; `null` where it is not known. */
  pid?: number | null;
}

/** The dashboard: theme and layout are chosen here, everything on screen is drawn by the panes. */
export function App(props: AppProps) {
  const { store, charts, isEmbedded, host = null, colorLevel, isAscii } = props;
  const { context, mouse, screen, onHandOver, fail } = props;
  const theme = useSelected(store, (state) => state.ui.theme);
  const columns = useSelected(store, (state) => state.ui.columns);
  const rows = useSelected(store, (state) => state.ui.rows);
  const screenId = useSelected(store, (state) => state.ui.screen);
  const expanded = useSelected(store, (state) => state.ui.expanded);
  const isStripShown = useSelected(store, hasStrip);
  const isPlayback = useSelected(store, isPlayed);
  const recordedSymbols = useSelected(store, recordedCount);
  const painter = useMemo(() => createPainter(theme, colorLevel, isAscii), [theme, colorLevel, isAscii]);
  const layout = useMemo(
    () =>
      computeLayout({
        ...{ columns, rows, hasStrip: isStripShown, isPlayback, recordedSymbols },
        ...{ screen: screenId, expanded },
      }),
    [columns, rows, isStripShown, isPlayback, recordedSymbols, screenId, expanded],
  );
  return (
    <>
      <TerminalInput {...{ context, mouse, screen, onHandOver, fail }} />
      {layout.kind === 'panes' ? (
        <Panes {...{ store, painter, layout, charts, isEmbedded, host }} pid={props.pid ?? null} />
      ) : (
        <TooSmallView
          store={store}
          painter={painter}
          rect={{ x: 0, y: 0, width: layout.columns, height: layout.rows }}
        />
      )}
    </>
  );
}

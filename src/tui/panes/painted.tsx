import type { Line } from '../render/line.ts';
import { Lines } from '../render/lines.tsx';
import type { Rect } from '../layout/rect.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { shownSubscription } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Painter } from '../theme/painter.ts';

/** What every pane is given. */
export interface PaneViewProps {
  store: Store;
  painter: Painter;
  rect: Rect;
}

/** Lines at their place, in the theme's colours. */
export function Painted({ rect, painter, lines }: { rect: Rect; painter: Painter; lines: readonly Line[] }) {
  return <Lines rect={rect} lines={lines.map((line) => painter.line(line))} />;
}

export const isFocusedOn = (pane: PaneId) => (state: DashboardState) => state.ui.focus === pane;

export const symbolOf = (state: DashboardState) => shownSubscription(state).symbol;

export const isRefreshingJob = (job: string) => (state: DashboardState) =>
  state.ui.refreshing.includes(job) || state.ui.refreshing.includes('all');

import type { MouseReport } from '../../input/mouse-report.ts';
import { contains, type Rect } from '../../layout/rect.ts';
import { instantOfColumn } from '../../panes/playback/scrub/scrub-bar.ts';
import { scrubInput } from '../../state/playback/scrub.ts';
import { layoutOf, shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { CommandContext } from '../command.ts';
import { scopeOf } from '../dispatch.ts';

function barOf(state: DashboardState) {
  const layout = layoutOf(state);
  return layout.kind === 'panes' && scopeOf(state) === 'playback' ? layout.scrub : null;
}

/**
 * Seeks where the mouse is on the scrub bar, also while it is dragged from there, wherever it then is. Of the instants that a
 * drag passes only the newest is sent.
 * @returns whether the report was about the scrub bar
 */
export function scrubbed(context: CommandContext, { kind, column, row }: MouseReport): boolean {
  if (kind === 'wheel-up' || kind === 'wheel-down') return false;
  const { store } = context;
  const state = store.getState();
  const bar = barOf(state);
  const isBegun = kind === 'click' && bar !== null && contains(bar, column, row);
  const isHeld = kind !== 'click' && state.ui.isScrubbing;
  if (kind !== 'drag' && isBegun !== state.ui.isScrubbing) {
    store.dispatch({ type: 'scrubbing', isScrubbing: isBegun });
  }
  if ((kind === 'drag' ? isHeld : isBegun) && bar) seekTo(context, bar, column);
  return isBegun || isHeld;
}

/** A seek that fails is said by the playback itself. */
function seekTo({ store, playback }: CommandContext, bar: Rect, column: number): void {
  const state = store.getState();
  const { session, now } = scrubInput(shownPlayback(state), state.now.market);
  const at = instantOfColumn({ width: bar.width, session, until: state.now.market }, column - bar.x);
  if (at !== null && at !== now) void playback?.seek({ at });
}

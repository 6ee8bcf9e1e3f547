import { memo } from 'react';
import { hintKeys } from '../keys/named-keys.ts';
import { Lines } from '../render/lines.tsx';
import type { DashboardState } from '../state/state.ts';
import { type Store, useSelected } from '../state/store.ts';
import type { Painter } from '../theme/painter.ts';
import { helpWindow } from './help.ts';
import { scrolledWindow } from './scrolled-window.ts';
import type { DialogWindow } from './window.ts';

/** The open dialog as a window; `null` while there is none. */
export function windowOf(state: DashboardState): DialogWindow | null {
  const { dialog } = state.ui;
  const keyOf = hintKeys(state);
  return dialog?.kind === 'help' ? helpWindow(state, dialog, keyOf) : scrolledWindow(state, keyOf);
}

/** The open dialog over the panes. */
export const DialogView = memo(function DialogView({ store, painter }: { store: Store; painter: Painter }) {
  const state = useSelected(store, (whole) => (whole.ui.dialog ? whole : null));
  const open = state && windowOf(state);
  return open ? <Lines rect={open.rect} lines={open.lines.map((line) => painter.line(line))} isOver /> : null;
});

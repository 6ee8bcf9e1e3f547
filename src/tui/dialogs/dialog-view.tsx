import { memo } from 'react';
import { hintKeys } from '../commands/named-keys.ts';
import { Lines } from '../draw/lines.tsx';
import type { DashboardState } from '../state/state.ts';
import { type Store, useSelected } from '../state/store.ts';
import type { Painter } from '../theme/painter.ts';
import { alertsWindow } from './alerts.ts';
import { assumptionsWindow } from './assumptions.ts';
import { helpWindow } from './help.ts';
import { planWindow } from './plan.ts';
import { pruneWindow } from './prune.ts';
import { stopWindow } from './stop.ts';
import { strikeWindow } from './strike.ts';
import { watchWindow } from './watch.ts';
import type { DialogWindow } from './window.ts';

/** The open dialog as a window; `null` while there is none. */
export function windowOf(state: DashboardState): DialogWindow | null {
  const { dialog } = state.ui;
  const keyOf = hintKeys(state);
  switch (dialog?.kind) {
    case 'help':
      return helpWindow(state, dialog, keyOf);
    case 'prune':
      return pruneWindow(state, dialog.progress, keyOf);
    case 'strike':
      return strikeWindow(state, keyOf);
    case 'assumptions':
      return assumptionsWindow(state, keyOf);
    case 'plan':
      return planWindow(state, keyOf);
    case 'alerts':
      return alertsWindow(state, dialog, keyOf);
    case 'watch':
      return watchWindow(state, dialog, keyOf);
    case 'stop':
      return stopWindow(state, dialog.progress, keyOf);
    // The chain shows it at its foot.
    case 'filter':
    case undefined:
      return null;
  }
}

/** The open dialog over the panes. */
export const DialogView = memo(function DialogView({ store, painter }: { store: Store; painter: Painter }) {
  const state = useSelected(store, (whole) => (whole.ui.dialog ? whole : null));
  const open = state && windowOf(state);
  return open ? <Lines rect={open.rect} lines={open.lines.map((line) => painter.line(line))} isOver /> : null;
});

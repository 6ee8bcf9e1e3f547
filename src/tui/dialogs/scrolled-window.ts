import type { KeyOf } from '../keys/key-of.ts';
import type { DashboardState } from '../state/state.ts';
import { alertsWindow } from './alerts/alerts.ts';
import { ruleWindow } from './alerts/rule.ts';
import { assumptionsWindow } from './assumptions.ts';
import { conditionWindow } from './playback/condition.ts';
import { daysWindow } from './playback/days.ts';
import { missedWindow } from './missed.ts';
import { planWindow } from './plan.ts';
import { pruneWindow } from './prune.ts';
import { quitWindow } from './quit.ts';
import { stopWindow } from './stop.ts';
import { strikeWindow } from './strike.ts';
import { timeWindow } from './time.ts';
import { tourWindow } from './tour.ts';
import { watchWindow } from './watch.ts';
import type { DialogWindow } from './window.ts';

/** The open dialog as a window, unless it is the help, which lists the commands; `null` while there is none. */
export function scrolledWindow(state: DashboardState, keyOf: KeyOf): DialogWindow | null {
  const { dialog } = state.ui;
  switch (dialog?.kind) {
    case 'prune':
      return pruneWindow(state, dialog.progress, keyOf);
    case 'strike':
      return strikeWindow(state, keyOf);
    case 'assumptions':
      return assumptionsWindow(state, keyOf);
    case 'plan':
      return planWindow(state, keyOf);
    case 'alerts':
      return alertsWindow(state, keyOf);
    case 'rule':
      return ruleWindow(state, dialog, keyOf);
    case 'tour':
      return tourWindow(state, keyOf);
    case 'missed':
      return missedWindow(state, dialog, keyOf);
    case 'watch':
      return watchWindow(state, dialog, keyOf);
    case 'time':
      return timeWindow(state, dialog, keyOf);
    case 'days':
      return daysWindow(state, dialog, keyOf);
    case 'condition':
      return conditionWindow(state, dialog, keyOf);
    case 'stop':
      return stopWindow(state, dialog.progress, keyOf);
    case 'quit':
      return quitWindow(state, dialog.progress, keyOf);
    case 'help':
    // The filter is shown at the foot of the chain.
    case 'filter':
    case undefined:
      return null;
  }
}

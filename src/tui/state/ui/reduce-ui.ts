import { type ScreenId, screens } from '../../layout/screens.ts';
import { notScrolled } from '../chain/chain-scroll.ts';
import type { Dialog } from './dialog.ts';
import { reduceChart } from './reduce-chart.ts';
import type { UiAction } from './ui-action.ts';
import type { Ui } from './ui.ts';

export function reduceUi(ui: Ui, action: UiAction): Ui {
  switch (action.type) {
    case 'resized':
      return { ...ui, columns: action.columns, rows: action.rows };
    case 'screen-chosen':
      return onScreen(ui, action.screen);
    case 'focused':
      return { ...ui, focus: action.pane, expanded: ui.expanded && action.pane };
    case 'expanded':
      return { ...ui, expanded: action.pane };
    case 'theme-chosen':
      return { ...ui, theme: action.theme, followsBackground: false };
    case 'background-known':
      return { ...ui, theme: action.theme };
    case 'chain-moved':
      return { ...ui, chainScroll: action.scroll };
    case 'columns-chosen':
      return { ...ui, chainColumns: action.columns };
    case 'filter-typed':
      return { ...ui, chainFilter: action.filter, chainScroll: { ...ui.chainScroll, top: null } };
    case 'sort-chosen':
      return { ...ui, chainSort: action.sort, chainScroll: notScrolled };
    case 'range-chosen':
    case 'chart-day-chosen':
    case 'chart-style-chosen':
    case 'cursor-moved':
    case 'cursor-held':
      return reduceChart(ui, action);
    case 'weight-chosen':
      return { ...ui, weight: action.weight };
    case 'exposure-chosen':
      return { ...ui, exposureOf: action.of };
    case 'exposure-moved':
      return { ...ui, exposureCentre: action.centre };
    case 'calls-scrolled':
      return { ...ui, firstCall: action.firstCall };
    case 'scrubbing':
      return { ...ui, isScrubbing: action.isScrubbing };
    case 'plan-seen':
      return { ...ui, seenLimits: [...new Set([...ui.seenLimits, ...action.limits])] };
    case 'dialog-opened':
      return { ...ui, dialog: action.dialog, dialogTop: 0 };
    case 'dialog-closed':
      return { ...ui, dialog: null };
    case 'dialog-scrolled':
      return { ...ui, dialogTop: action.top };
    case 'condition-searched':
      return { ...ui, searched: action.search };
    case 'toast-shown':
      return { ...ui, toast: action.toast };
    case 'toast-ended':
      return ui.toast?.id === action.id ? { ...ui, toast: null } : ui;
    case 'refresh-started':
      return { ...ui, refreshing: [...ui.refreshing, ...action.jobs] };
    case 'refresh-ended':
      return { ...ui, refreshing: ui.refreshing.filter((job) => !action.jobs.includes(job)) };
    default:
      return reduceDialog(ui, action);
  }
}

/** Cursor and past day of the chart are put away with it. */
function onScreen(ui: Ui, screen: ScreenId): Ui {
  const ofChart = screen === ui.screen ? {} : { chartCursor: null, chartDay: null };
  return { ...ui, screen, focus: screens[screen].first, expanded: null, ...ofChart };
}

type AlertAction = Extract<UiAction, { type: 'rule-typed' | 'rule-progressed' | 'removal-asked' }>;

/** What happens in the list of alerts, and where a rule is typed. */
function reduceAlertDialogs(dialog: Dialog | null, action: AlertAction): Dialog | null {
  switch (action.type) {
    case 'rule-typed':
      return dialog?.kind === 'rule'
        ? { ...dialog, typed: action.typed, progress: { step: 'typing' } }
        : dialog;
    case 'rule-progressed':
      return dialog?.kind === 'rule' && dialog.id === action.id
        ? { ...dialog, progress: action.progress }
        : dialog;
    case 'removal-asked':
      return dialog?.kind === 'alerts' ? { ...dialog, asked: action.asked } : dialog;
  }
}

type DialogAction = Extract<
  UiAction,
  {
    type:
      | 'help-moved'
      | 'help-typed'
      | 'watch-moved'
      | 'missed-moved'
      | 'time-typed'
      | 'day-selected'
      | 'condition-typed'
      | AlertAction['type']
      | `${'condition' | 'stop' | 'quit' | 'prune'}-progressed`;
  }
>;

/** What happens in a dialog; nothing where another one is open, or the answer belongs to an earlier question. */
function reduceDialog(ui: Ui, action: DialogAction): Ui {
  const { dialog } = ui;
  switch (action.type) {
    case 'rule-typed':
    case 'rule-progressed':
    case 'removal-asked':
      return { ...ui, dialog: reduceAlertDialogs(dialog, action) };
    case 'help-moved':
      return dialog?.kind === 'help' ? { ...ui, dialog: { ...dialog, selected: action.selected } } : ui;
    case 'help-typed':
      return dialog?.kind === 'help'
        ? { ...ui, dialog: { ...dialog, query: action.query, selected: 0 } }
        : ui;
    case 'watch-moved': {
      const { selected, typed } = action;
      return dialog?.kind === 'watch' ? { ...ui, dialog: { ...dialog, selected, typed } } : ui;
    }
    case 'missed-moved':
      return dialog?.kind === 'missed' ? { ...ui, dialog: { ...dialog, selected: action.selected } } : ui;
    case 'time-typed':
      return dialog?.kind === 'time' ? { ...ui, dialog: { ...dialog, typed: action.typed } } : ui;
    case 'day-selected':
      return dialog?.kind === 'days' ? { ...ui, dialog: { ...dialog, selected: action.date } } : ui;
    case 'condition-typed': {
      if (dialog?.kind !== 'condition') return ui;
      return {
        ...ui,
        dialog: { ...dialog, typed: action.typed, isLast: false, progress: { step: 'typing' } },
      };
    }
    case 'condition-progressed':
      return dialog?.kind === 'condition' && dialog.id === action.id
        ? { ...ui, dialog: { ...dialog, progress: action.progress } }
        : ui;
    case 'stop-progressed':
      return dialog?.kind === 'stop' && dialog.id === action.id
        ? { ...ui, dialog: { ...dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
    case 'quit-progressed':
      return dialog?.kind === 'quit' && dialog.id === action.id
        ? { ...ui, dialog: { ...dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
    case 'prune-progressed':
      return dialog?.kind === 'prune' && dialog.id === action.id
        ? { ...ui, dialog: { ...dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
  }
}

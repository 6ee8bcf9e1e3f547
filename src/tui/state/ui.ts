import type { SpyglassError } from '../../base/errors.ts';
import { type ThemeName, themeNames } from '../../config/look.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { ChartRange, ChartStyle } from '../charts/range.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import type { ColumnSet } from '../panes/chain/chain-columns.ts';
import { type ScreenId, screens } from '../layout/screens.ts';
import type { Token } from '../theme/tokens.ts';
import type { ChainSort } from './chain-listing.ts';
import { type ChainView, followingView } from './chain-view.ts';
import type { FailureText } from './failure-text.ts';
import type { PlanLimit } from './plan-limits.ts';

export interface Toast {
  id: number;
  text: string;
  token: Token;
}

export type PruneStep =
  | { step: 'counting' }
  | { step: 'ready'; report: PruneReport }
  | { step: 'pruning'; report: PruneReport }
  | { step: 'done'; report: PruneReport }
  | { step: 'failed'; failure: FailureText };

export type StopStep = { step: 'asking' } | { step: 'stopping' } | { step: 'failed'; failure: FailureText };

/** `moving`: the recording is on its way into the background. */
export type QuitStep = { step: 'asking' } | { step: 'moving' } | { step: 'failed'; failure: FailureText };

/** `id` is the question that an answer must name: one to an older dialog changes nothing. */
export type Dialog =
  | { kind: 'help'; selected: number; query: string }
  | { kind: 'prune'; id: number; progress: PruneStep }
  /** Of the chain's selected strike. */
  | { kind: 'strike' }
  /** `typed`: a symbol in place of the selected one. */
  | { kind: 'watch'; selected: number; typed: string }
  /** Typed at the foot of the chain, no window of its own. */
  | { kind: 'filter' }
  | { kind: 'assumptions' }
  | { kind: 'plan' }
  | { kind: 'alerts' }
  | { kind: 'stop'; id: number; progress: StopStep }
  | { kind: 'quit'; id: number; progress: QuitStep };

export interface Ui {
  columns: number;
  rows: number;
  screen: ScreenId;
  focus: PaneId;
  expanded: PaneId | null;
  theme: ThemeName;
  chainView: ChainView;
  chainColumns: ColumnSet;
  /** As typed; what `parseFilter` reads. */
  chainFilter: string;
  chainSort: ChainSort;
  chartRange: ChartRange;
  chartStyle: ChartStyle;
  /** What the exposure by strike is weighed by. */
  weight: 'openInterest' | 'volume';
  /** Strike at the middle of the exposure by strike; `null` while it follows the money. */
  exposureCentre: number | null;
  /** First of the usage pane's calls that is shown. */
  firstCall: number;
  /** What of the plan's limits the user has been told, now or earlier. */
  seenLimits: readonly PlanLimit[];
  dialog: Dialog | null;
  /** First line of the dialog that is shown, of those that scroll. */
  dialogTop: number;
  toast: Toast | null;
  /** Nothing on screen may flash. */
  isMotionReduced: boolean;
  /** Jobs that the user asked to run and that have not answered yet. */
  refreshing: readonly string[];
}

export type UiAction =
  | { type: 'resized'; columns: number; rows: number }
  | { type: 'screen-chosen'; screen: ScreenId }
  | { type: 'focused'; pane: PaneId }
  | { type: 'expanded'; pane: PaneId | null }
  | { type: 'theme-chosen'; theme: ThemeName }
  | { type: 'chain-moved'; view: ChainView }
  | { type: 'columns-chosen'; columns: ColumnSet }
  | { type: 'filter-typed'; filter: string }
  | { type: 'sort-chosen'; sort: ChainSort }
  | { type: 'range-chosen'; range: ChartRange }
  | { type: 'chart-style-chosen'; style: ChartStyle }
  | { type: 'weight-chosen'; weight: Ui['weight'] }
  | { type: 'exposure-moved'; centre: number | null }
  | { type: 'calls-scrolled'; firstCall: number }
  | { type: 'plan-seen'; limits: readonly PlanLimit[] }
  | { type: 'dialog-opened'; dialog: Dialog }
  | { type: 'dialog-closed' }
  | { type: 'dialog-scrolled'; top: number }
  | { type: 'help-moved'; selected: number }
  | { type: 'help-typed'; query: string }
  | { type: 'watch-moved'; selected: number; typed: string }
  | { type: 'stop-progressed'; id: number; progress: StopStep }
  | { type: 'quit-progressed'; id: number; progress: QuitStep }
  | { type: 'prune-progressed'; id: number; progress: PruneStep }
  | { type: 'toast-shown'; toast: Toast }
  | { type: 'toast-ended'; id: number }
  | { type: 'refresh-started'; jobs: readonly string[] }
  | { type: 'refresh-ended'; jobs: readonly string[] };

/** What the user wants to look at, apart from what there is to see. */
export interface Appearance {
  theme: ThemeName;
  isMotionReduced: boolean;
}

const usualAppearance: Appearance = { theme: 'dark', isMotionReduced: false };

export function initialUi(columns: number, rows: number, appearance: Appearance = usualAppearance): Ui {
  return {
    columns,
    rows,
    screen: 'overview',
    focus: 'chain',
    expanded: null,
    ...appearance,
    chainView: followingView,
    chainColumns: 'all',
    chainFilter: '',
    chainSort: 'strike',
    chartRange: '1D',
    chartStyle: 'line',
    weight: 'openInterest',
    exposureCentre: null,
    firstCall: 0,
    seenLimits: [],
    dialog: null,
    dialogTop: 0,
    toast: null,
    refreshing: [],
  };
}

export function reduceUi(ui: Ui, action: UiAction): Ui {
  switch (action.type) {
    case 'resized':
      return { ...ui, columns: action.columns, rows: action.rows };
    case 'screen-chosen':
      return { ...ui, screen: action.screen, focus: screens[action.screen].first, expanded: null };
    case 'focused':
      return { ...ui, focus: action.pane, expanded: ui.expanded && action.pane };
    case 'expanded':
      return { ...ui, expanded: action.pane };
    case 'theme-chosen':
      return { ...ui, theme: action.theme };
    case 'chain-moved':
      return { ...ui, chainView: action.view };
    case 'columns-chosen':
      return { ...ui, chainColumns: action.columns };
    case 'filter-typed':
      return { ...ui, chainFilter: action.filter, chainView: { ...ui.chainView, top: null } };
    case 'sort-chosen':
      return { ...ui, chainSort: action.sort, chainView: followingView };
    case 'range-chosen':
      return { ...ui, chartRange: action.range };
    case 'chart-style-chosen':
      return { ...ui, chartStyle: action.style };
    case 'weight-chosen':
      return { ...ui, weight: action.weight };
    case 'exposure-moved':
      return { ...ui, exposureCentre: action.centre };
    case 'calls-scrolled':
      return { ...ui, firstCall: action.firstCall };
    case 'plan-seen':
      return { ...ui, seenLimits: [...new Set([...ui.seenLimits, ...action.limits])] };
    case 'dialog-opened':
      return { ...ui, dialog: action.dialog, dialogTop: 0 };
    case 'dialog-closed':
      return { ...ui, dialog: null };
    case 'dialog-scrolled':
      return { ...ui, dialogTop: action.top };
    case 'help-moved':
      return ui.dialog?.kind === 'help' ? { ...ui, dialog: { ...ui.dialog, selected: action.selected } } : ui;
    case 'help-typed':
      return ui.dialog?.kind === 'help'
        ? { ...ui, dialog: { ...ui.dialog, query: action.query, selected: 0 } }
        : ui;
    case 'watch-moved':
      return ui.dialog?.kind === 'watch'
        ? { ...ui, dialog: { ...ui.dialog, selected: action.selected, typed: action.typed } }
        : ui;
    case 'stop-progressed':
      return ui.dialog?.kind === 'stop' && ui.dialog.id === action.id
        ? { ...ui, dialog: { ...ui.dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
    case 'quit-progressed':
      return ui.dialog?.kind === 'quit' && ui.dialog.id === action.id
        ? { ...ui, dialog: { ...ui.dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
    case 'prune-progressed':
      return ui.dialog?.kind === 'prune' && ui.dialog.id === action.id
        ? { ...ui, dialog: { ...ui.dialog, progress: action.progress }, dialogTop: 0 }
        : ui;
    case 'toast-shown':
      return { ...ui, toast: action.toast };
    case 'toast-ended':
      return ui.toast?.id === action.id ? { ...ui, toast: null } : ui;
    case 'refresh-started':
      return { ...ui, refreshing: [...ui.refreshing, ...action.jobs] };
    case 'refresh-ended':
      return { ...ui, refreshing: ui.refreshing.filter((job) => !action.jobs.includes(job)) };
  }
}

export function nextTheme(theme: ThemeName): ThemeName {
  return themeNames[(themeNames.indexOf(theme) + 1) % themeNames.length]!;
}

export function failureText(error: SpyglassError): FailureText {
  return { message: error.message, hint: error.hint };
}

import type { ThemeName } from '../../../config/look.ts';
import type { ChartRange, ChartStyle } from '../../charts/range.ts';
import type { PaneId } from '../../layout/pane-ids.ts';
import type { ColumnSet } from '../../panes/chain/column-sets.ts';
import type { ScreenId } from '../../layout/screens.ts';
import type { ChainSort } from '../chain/chain-listing.ts';
import type { ChainScroll } from '../chain/chain-scroll.ts';
import type { PlanLimit } from '../plan/plan-limits.ts';
import type { ConditionStep, Dialog, PruneStep, QuitStep, RuleStep, StopStep } from './dialog.ts';
import type { ConditionSearch, Toast, Ui } from './ui.ts';

/** What the user does, and what comes of it. */
export type UiAction =
  | { type: 'resized'; columns: number; rows: number }
  | { type: 'screen-chosen'; screen: ScreenId }
  | { type: 'focused'; pane: PaneId }
  | { type: 'expanded'; pane: PaneId | null }
  | { type: 'theme-chosen'; theme: ThemeName }
  | { type: 'background-known'; theme: ThemeName }
  | { type: 'chain-moved'; scroll: ChainScroll }
  | { type: 'columns-chosen'; columns: ColumnSet }
  | { type: 'filter-typed'; filter: string }
  | { type: 'sort-chosen'; sort: ChainSort }
  /** `day`: a past one that the chart of one day begins with. */
  | { type: 'range-chosen'; range: ChartRange; day?: string | null }
  | { type: 'chart-day-chosen'; date: string | null }
  | { type: 'chart-style-chosen'; style: ChartStyle }
  | { type: 'cursor-moved'; at: number | null }
  | { type: 'cursor-held'; isHeld: boolean }
  | { type: 'weight-chosen'; weight: Ui['weight'] }
  | { type: 'exposure-chosen'; of: Ui['exposureOf'] }
  | { type: 'exposure-moved'; centre: number | null }
  | { type: 'calls-scrolled'; firstCall: number }
  | { type: 'scrubbing'; isScrubbing: boolean }
  | { type: 'plan-seen'; limits: readonly PlanLimit[] }
  | { type: 'dialog-opened'; dialog: Dialog }
  | { type: 'dialog-closed' }
  | { type: 'dialog-scrolled'; top: number }
  | { type: 'help-moved'; selected: number }
  | { type: 'help-typed'; query: string }
  | { type: 'watch-moved'; selected: number; typed: string }
  | { type: 'missed-moved'; selected: number }
  | { type: 'time-typed'; typed: string }
  | { type: 'day-selected'; date: string }
  | { type: 'condition-typed'; typed: string }
  | { type: 'condition-progressed'; id: number; progress: ConditionStep }
  | { type: 'condition-searched'; search: ConditionSearch }
  | { type: 'rule-typed'; typed: string }
  | { type: 'rule-progressed'; id: number; progress: RuleStep }
  | { type: 'removal-asked'; asked: number | null }
  | { type: 'stop-progressed'; id: number; progress: StopStep }
  | { type: 'quit-progressed'; id: number; progress: QuitStep }
  | { type: 'prune-progressed'; id: number; progress: PruneStep }
  | { type: 'toast-shown'; toast: Toast }
  | { type: 'toast-ended'; id: number }
  | { type: 'refresh-started'; jobs: readonly string[] }
  | { type: 'refresh-ended'; jobs: readonly string[] };

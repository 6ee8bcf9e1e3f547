import { type ThemeName, themeNames } from '../../../config/look.ts';
import type { ChartRange, ChartStyle } from '../../charts/range.ts';
import type { PaneId } from '../../layout/pane-ids.ts';
import type { ColumnSet } from '../../panes/chain/column-sets.ts';
import type { ScreenId } from '../../layout/screens.ts';
import type { ChainSort } from '../chain/chain-listing.ts';
import { type ChainScroll, notScrolled } from '../chain/chain-scroll.ts';
import type { PlanLimit } from '../plan/plan-limits.ts';
import type { Dialog, SearchDirection } from './dialog.ts';
import type { Token } from '../../theme/tokens.ts';

/** What the user has chosen to see, and what is open. */
export interface Ui {
  columns: number;
  rows: number;
  screen: ScreenId;
  focus: PaneId;
  expanded: PaneId | null;
  theme: ThemeName;
  /** Nobody has chosen a theme: it follows the terminal's background. */
  followsBackground: boolean;
  chainScroll: ChainScroll;
  chainColumns: ColumnSet;
  /** As typed; `parseFilter` reads it. */
  chainFilter: string;
  chainSort: ChainSort;
  chartRange: ChartRange;
  chartStyle: ChartStyle;
  /** The past day that the chart of one day is moved to; `null` while it shows the session's. */
  chartDay: string | null;
  /** The instant that the chart's cursor stands at, epoch ms; `null` while it is away. */
  chartCursor: number | null;
  /** The mouse's button is held since it was pressed on the chart. */
  isCursorHeld: boolean;
  /** What the exposure by strike is weighed by. */
  weight: 'openInterest' | 'volume';
  /** What the exposure by strike is of: the chain on screen, or all recorded expirations of its symbol together. */
  exposureOf: 'chain' | 'all-expirations';
  /** Strike at the middle of the exposure by strike; `null` while it follows the money. */
  exposureCentre: number | null;
  /** First of the usage pane's calls that is shown. */
  firstCall: number;
  /** The condition that was searched for last in a recording; `null` before the first. */
  searched: ConditionSearch | null;
  /** The mouse's button is held since it was pressed on the scrub bar. */
  isScrubbing: boolean;
  /** Limits of the plan that the user has seen, now or in an earlier dashboard. */
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

/** Settings of the look. */
export interface Appearance {
  theme: ThemeName;
  /** The theme is chosen by the terminal's background where that is known; absent where the settings name one. */
  followsBackground?: boolean;
  isMotionReduced: boolean;
}

/** A search for where a condition begins to hold. */
export interface ConditionSearch {
  /** As it was typed. */
  rule: string;
  /**
   * Set where it was not found: the session that was searched, from the instant that was shown (`at`) to an instant
   * (`searchedTo`, both epoch ms). The same search from there goes on in the next recorded session.
   */
  ended: {
    symbol: string;
    date: string;
    direction: SearchDirection;
    at: number;
    searchedTo: number;
  } | null;
}

const usualAppearance: Appearance = { theme: 'dark', isMotionReduced: false };

export function initialUi(columns: number, rows: number, appearance: Appearance = usualAppearance): Ui {
  return {
    columns,
    rows,
    screen: 'overview',
    focus: 'chain',
    expanded: null,
    followsBackground: false,
    ...appearance,
    chainScroll: notScrolled,
    chainColumns: 'all',
    chainFilter: '',
    chainSort: 'strike',
    chartRange: '1D',
    chartStyle: 'line',
    chartDay: null,
    chartCursor: null,
    isCursorHeld: false,
    weight: 'openInterest',
    exposureOf: 'chain',
    exposureCentre: null,
    firstCall: 0,
    searched: null,
    isScrubbing: false,
    seenLimits: [],
    dialog: null,
    dialogTop: 0,
    toast: null,
    refreshing: [],
  };
}

export function nextTheme(theme: ThemeName): ThemeName {
  return themeNames[(themeNames.indexOf(theme) + 1) % themeNames.length]!;
}

/** A line in place of the footer, for some seconds. */
export interface Toast {
  id: number;
  text: string;
  token: Token;
}

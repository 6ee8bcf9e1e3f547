import type { PaneId } from '../layout.ts';
import { screens } from '../screens.ts';
import { unseenPlan } from '../state/plan.ts';
import { layoutOf } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { nextTheme } from '../state/ui.ts';
import { themes } from '../theme/themes.ts';
import { openAlerts } from './alerts.ts';
import { canFilter, canSort, nextSort, openFilter } from './chain-listing.ts';
import type { Command, CommandContext } from './command.ts';
import { openHelp } from './help.ts';
import { dismissPlan, showPlan } from './plan.ts';
import { openPrune } from './prune.ts';
import { canAskDaemon, canRefreshAll, canRefreshPane, refreshAll, refreshPane } from './refresh.ts';
import {
  canChooseColumns,
  canChooseRange,
  canChooseWeight,
  canShowAssumptions,
  nextColumns,
  rangeBy,
  rangeSummary,
  screenCommands,
  toggleChartStyle,
  toggleWeight,
} from './screens.ts';
import {
  canRecentre,
  canScroll,
  canShowStrike,
  recentre,
  type ScrollMove,
  scroll,
  showStrike,
} from './scroll.ts';
import { canStop, openStop } from './stop.ts';
import { canReturn, canStep, canSwitch, openWatch, returnToNearest, stepExpiration } from './watch.ts';

const always = (): true => true;

const canMoveFocus = ({ ui }: DashboardState) =>
  screens[ui.screen].panes.length > 1 || 'This screen has one pane; the number keys show others.';

/** A pane that has no place at this size can only be seen with the whole screen. */
function hasPlace(state: DashboardState, pane: PaneId): boolean {
  const layout = layoutOf(state);
  return layout.kind !== 'panes' || layout.panes[pane] !== null;
}

const focusBy =
  (step: number) =>
  ({ store }: CommandContext) => {
    const state = store.getState();
    const { screen, focus, expanded } = state.ui;
    const { panes } = screens[screen];
    const pane = panes[(panes.indexOf(focus) + step + panes.length) % panes.length]!;
    store.dispatch({ type: 'focused', pane });
    if (expanded === null && !hasPlace(state, pane)) store.dispatch({ type: 'expanded', pane });
  };

/** Shows all panes again; the focus does not stay on one that has no place among them. */
const leaveExpanded = ({ store }: CommandContext) => {
  store.dispatch({ type: 'expanded', pane: null });
  const state = store.getState();
  const { screen, focus } = state.ui;
  if (!hasPlace(state, focus)) store.dispatch({ type: 'focused', pane: screens[screen].first });
};

const canExpand = ({ ui }: DashboardState) =>
  screens[ui.screen].panes.length > 1 || 'This pane has the whole screen already.';

const toggleExpanded = (context: CommandContext) => {
  const { expanded, focus } = context.store.getState().ui;
  if (expanded) leaveExpanded(context);
  else context.store.dispatch({ type: 'expanded', pane: focus });
};

const toggleFrozen = ({ store }: CommandContext) =>
  store.dispatch({ type: 'froze', isFrozen: store.getState().frozen === null });

const chooseTheme = ({ store, toast }: CommandContext) => {
  const theme = nextTheme(store.getState().ui.theme);
  store.dispatch({ type: 'theme-chosen', theme });
  toast(`Theme: ${themes[theme].label}`);
};

const scrolls = (
  id: string,
  keys: readonly string[],
  label: string,
  summary: string,
  move: ScrollMove,
): Command => ({
  id,
  scope: 'panes',
  keys,
  label,
  summary,
  footer: null,
  isEnabled: canScroll,
  run: (context) => scroll(context, move),
});

/** What can be done while no dialog is open: what the help lists, and the README. */
export const paneCommands: readonly Command[] = [
  ...screenCommands,
  {
    id: 'refresh',
    scope: 'panes',
    keys: ['r'],
    label: 'refresh',
    summary: 'Refresh the focused pane now',
    footer: 1,
    isEnabled: canRefreshPane,
    run: refreshPane,
  },
  {
    id: 'refresh-all',
    scope: 'panes',
    keys: ['R'],
    label: 'refresh all',
    summary: 'Refresh everything now, past the cache',
    footer: 7,
    isEnabled: canRefreshAll,
    run: refreshAll,
  },
  {
    id: 'focus-next',
    scope: 'panes',
    keys: ['tab'],
    label: 'next pane',
    summary: 'Focus the next pane',
    footer: 4,
    isEnabled: canMoveFocus,
    run: focusBy(1),
  },
  {
    id: 'focus-previous',
    scope: 'panes',
    keys: ['shift-tab'],
    label: 'previous pane',
    summary: 'Focus the previous pane',
    footer: null,
    isEnabled: canMoveFocus,
    run: focusBy(-1),
  },
  {
    id: 'expand',
    scope: 'panes',
    keys: ['e'],
    label: 'expand',
    summary: 'Give the focused pane the whole screen, and back',
    footer: 5,
    isEnabled: canExpand,
    run: toggleExpanded,
  },
  {
    ...scrolls('down', ['down', 'j'], 'move', 'Next strike, or the next call in the log', { by: 1 }),
    footer: 6,
    footerKey: '↑↓',
  },
  scrolls('up', ['up', 'k'], 'up', 'Previous strike or call', { by: -1 }),
  scrolls('page-down', ['page-down'], 'page down', 'A page down', { pages: 1 }),
  scrolls('page-up', ['page-up'], 'page up', 'A page up', { pages: -1 }),
  scrolls('first', ['g', 'home'], 'first', 'First strike, or the latest call', { to: 'first' }),
  scrolls('last', ['G', 'end'], 'last', 'Last strike, or the oldest call', { to: 'last' }),
  {
    id: 're-centre',
    scope: 'panes',
    keys: ['0'],
    label: 're-centre',
    summary: 'Let the chain, or the strikes of the levels, follow the money again',
    footer: 3,
    isEnabled: canRecentre,
    run: recentre,
  },
  {
    id: 'watch',
    scope: 'panes',
    keys: ['s'],
    label: 'symbol',
    summary: 'Watch list: look at another symbol',
    footer: 9.5,
    isEnabled: canSwitch,
    run: openWatch,
  },
  {
    id: 'expiration-next',
    scope: 'panes',
    keys: [']'],
    footerKey: '[ ]',
    label: 'expiration',
    summary: 'Chain: the next expiration',
    footer: 13.5,
    isEnabled: canStep(1),
    run: stepExpiration(1),
  },
  {
    id: 'expiration-previous',
    scope: 'panes',
    keys: ['['],
    label: 'expiration',
    summary: 'Chain: the expiration before',
    footer: null,
    isEnabled: canStep(-1),
    run: stepExpiration(-1),
  },
  {
    id: 'expiration-nearest',
    scope: 'panes',
    keys: ['n'],
    label: 'nearest',
    summary: 'Chain: back to the nearest expiration',
    footer: null,
    isEnabled: canReturn,
    run: returnToNearest,
  },
  {
    id: 'strike',
    scope: 'panes',
    keys: ['enter'],
    label: 'details',
    summary: 'All there is of the selected strike, call and put',
    footer: 11,
    isEnabled: canShowStrike,
    run: showStrike,
  },
  {
    id: 'columns',
    scope: 'panes',
    keys: ['c'],
    label: 'columns',
    summary: 'Chain columns: all that fit, prices, greeks, volume and open interest',
    footer: 12,
    isEnabled: canChooseColumns,
    run: nextColumns,
  },
  {
    id: 'filter',
    scope: 'panes',
    keys: ['/'],
    label: 'filter',
    summary: 'Filter the chain: strikes 660-680 or >670, itm, otm, atm5, ±2%, vol>100, oi>500',
    footer: 12.5,
    isEnabled: canFilter,
    run: openFilter,
  },
  {
    id: 'sort',
    scope: 'panes',
    keys: ['o'],
    label: 'order',
    summary: 'Chain order: strike, volume, open interest, IV, change',
    footer: 13,
    isEnabled: canSort,
    run: nextSort,
  },
  {
    id: 'range-next',
    scope: 'panes',
    keys: ['right'],
    footerKey: '← →',
    label: 'range',
    summary: `${rangeSummary}: the next one`,
    footer: 3,
    isEnabled: canChooseRange,
    run: rangeBy(1),
  },
  {
    id: 'range-previous',
    scope: 'panes',
    keys: ['left'],
    label: 'range',
    summary: `${rangeSummary}: the one before`,
    footer: null,
    isEnabled: canChooseRange,
    run: rangeBy(-1),
  },
  {
    id: 'chart-style',
    scope: 'panes',
    keys: ['i'],
    label: 'line/candles',
    summary: 'Chart: a line, or candles',
    footer: 3,
    isEnabled: canChooseRange,
    run: toggleChartStyle,
  },
  {
    id: 'weight',
    scope: 'panes',
    keys: ['v'],
    label: 'OI/volume',
    summary: 'Levels: weigh exposure by open interest, or by today’s volume',
    footer: 3,
    isEnabled: canChooseWeight,
    run: toggleWeight,
  },
  {
    id: 'assumptions',
    scope: 'panes',
    keys: ['a'],
    label: 'assumptions',
    summary: 'Levels: what they assume about dealers, open interest and time',
    footer: null,
    isEnabled: canShowAssumptions,
    run: ({ store }) => store.dispatch({ type: 'dialog-opened', dialog: { kind: 'assumptions' } }),
  },
  {
    id: 'alerts',
    scope: 'panes',
    keys: ['A'],
    label: 'alerts',
    summary: 'Alerts: the rules of the settings as they stand, and what was told today',
    footer: 14,
    isEnabled: always,
    run: openAlerts,
  },
  {
    id: 'plan',
    scope: 'panes',
    keys: ['P'],
    label: 'plan',
    summary: 'Plan: what this key’s plan gives, what it does not, and which plan does',
    footer: null,
    isEnabled: always,
    run: showPlan,
  },
  {
    id: 'freeze',
    scope: 'panes',
    keys: ['f'],
    label: 'freeze',
    summary: 'Hold the picture still, and let it run; recording goes on',
    footer: 8,
    isEnabled: always,
    run: toggleFrozen,
  },
  {
    id: 'prune',
    scope: 'panes',
    keys: ['p'],
    label: 'prune',
    summary: 'Prune: show what is past its retention, and remove it on your word',
    footer: 9,
    isEnabled: canAskDaemon,
    run: openPrune,
  },
  {
    id: 'theme',
    scope: 'panes',
    keys: ['t'],
    label: 'theme',
    summary: 'Next theme: dark, light, colour-blind safe, red up, mono',
    footer: 10,
    isEnabled: always,
    run: chooseTheme,
  },
  {
    id: 'help',
    scope: 'panes',
    keys: ['?', ':'],
    label: 'help',
    summary: 'Help: all commands; typing searches them, Enter runs the selected one',
    footer: 2,
    isEnabled: always,
    run: openHelp,
  },
  {
    id: 'back',
    scope: 'panes',
    keys: ['escape'],
    label: 'back',
    summary: 'Leave the expanded pane; close a dialog, or the notice about the plan',
    footer: 3,
    isEnabled: (state) =>
      state.ui.expanded !== null || unseenPlan(state) !== null || 'There is nothing to leave.',
    run: (context) =>
      context.store.getState().ui.expanded === null ? dismissPlan(context) : leaveExpanded(context),
  },
  {
    id: 'suspend',
    scope: 'panes',
    keys: ['ctrl-z'],
    label: 'suspend',
    summary: 'Back to the shell until `fg`',
    footer: null,
    isEnabled: always,
    run: async ({ suspend, toast }) => {
      if (suspend) await suspend();
      else toast('This terminal cannot suspend the dashboard.', 'warning');
    },
  },
  {
    id: 'quit',
    scope: 'panes',
    keys: ['q', 'ctrl-c'],
    label: 'quit',
    summary: 'Quit; a daemon of its own goes on recording, one inside the dashboard ends with it',
    footer: 0,
    isEnabled: always,
    run: ({ quit }) => quit(),
  },
  {
    id: 'stop',
    scope: 'panes',
    keys: ['Q'],
    label: 'stop the daemon',
    summary: 'Stop the daemon and quit; asks first',
    footer: null,
    isEnabled: canStop,
    run: openStop,
  },
];

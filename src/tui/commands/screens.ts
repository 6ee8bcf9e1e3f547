import { chartRanges, rangeLabels } from '../charts/range.ts';
import { dayOfCursor } from './chart/chart-day.ts';
import { type ColumnSet, columnSetLabels, columnSets } from '../panes/chain/column-sets.ts';
import { type ScreenId, screenIds, screens } from '../layout/screens.ts';
import { chainKind } from '../panes/levels/levels-state.ts';
import { isSumShown, recordedExpirationCount, shownPicture, shownSubscription } from '../state/selectors.ts';
import { shownMark } from '../state/playback/comparison.ts';
import type { DashboardState } from '../state/state.ts';
import { nextTheme } from '../state/ui/ui.ts';
import { themes } from '../theme/themes.ts';
import type { Command, CommandContext } from './command.ts';

/** One command a screen, by its number. */
export const screenCommands: readonly Command[] = screenIds.map((id) => ({
  id: `screen-${id}`,
  scope: 'panes',
  keys: [screens[id].key],
  label: screens[id].title.toLowerCase(),
  summary: screens[id].summary,
  footer: null,
  isEnabled: () => true,
  run: ({ store }) => store.dispatch({ type: 'screen-chosen', screen: id }),
}));

const isOn = (screen: ScreenId, { ui }: DashboardState) => ui.screen === screen;

export function canChooseRange(state: DashboardState): true | string {
  return isOn('chart', state) || 'Ranges belong to the chart; {screen-chart} shows it.';
}

export const rangeBy =
  (step: number) =>
  ({ store }: CommandContext) => {
    const state = store.getState();
    const at = chartRanges.indexOf(state.ui.chartRange);
    const range = chartRanges[(at + step + chartRanges.length) % chartRanges.length]!;
    // The chart of one day begins with the day that the cursor stands on.
    const day = range === '1D' ? dayOfCursor(state) : null;
    store.dispatch({ type: 'range-chosen', range, day });
  };

export const toggleChartStyle = ({ store }: CommandContext): void => {
  const style = store.getState().ui.chartStyle === 'line' ? 'candles' : 'line';
  store.dispatch({ type: 'chart-style-chosen', style });
};

export const rangeSummary = `Chart: ${Object.values(rangeLabels).join(', ')}`;

export function canChooseColumns({ ui }: DashboardState): true | string {
  return (
    (screens[ui.screen].panes.includes('chain') && (ui.expanded === null || ui.expanded === 'chain')) ||
    'Columns belong to the chain; {screen-chain} shows it.'
  );
}

export function nextColumns({ store, toast }: CommandContext): void {
  const state = store.getState();
  const sets: readonly ColumnSet[] = shownMark(state)
    ? columnSets
    : columnSets.filter((set) => set !== 'changes');
  const columns = sets[(sets.indexOf(state.ui.chainColumns) + 1) % sets.length]!;
  store.dispatch({ type: 'columns-chosen', columns });
  toast(`Columns: ${columnSetLabels[columns]}`);
}

/** The weight applies to the levels screen, and to the walls on the chart. */
export function canChooseWeight({ ui }: DashboardState): true | string {
  return (
    ui.screen === 'levels' ||
    ui.screen === 'chart' ||
    'Exposure by strike is on the levels screen; {screen-levels} shows it.'
  );
}

export function toggleWeight({ store, toast }: CommandContext): void {
  const weight = store.getState().ui.weight === 'volume' ? 'openInterest' : 'volume';
  store.dispatch({ type: 'weight-chosen', weight });
  toast(`Exposure weighed by ${weight === 'volume' ? 'today’s volume' : 'yesterday’s open interest'}`);
}

/** Expirations are added up where several of the symbol on screen are recorded. */
export function canSumExpirations(state: DashboardState): true | string {
  if (!isOn('levels', state)) return 'Exposure by strike is on the levels screen; {screen-levels} shows it.';
  const { symbol } = shownSubscription(state);
  const count = recordedExpirationCount(state);
  if (count > 1) return true;
  return count === 1 || symbol === state.connection.hello?.symbol
    ? `One expiration of ${symbol} is recorded; more with record.expirations = 3 or "7d".`
    : `${symbol} is not recorded; expirations are added up of recorded symbols only.`;
}

export function toggleSum({ store, toast }: CommandContext): void {
  const state = store.getState();
  const isSum = !isSumShown(state);
  store.dispatch({ type: 'exposure-chosen', of: isSum ? 'all-expirations' : 'chain' });
  toast(
    isSum
      ? `Exposure of all ${recordedExpirationCount(state)} recorded expirations together`
      : `Exposure of the ${chainKind(state)} chain only`,
  );
}

export function canShowAssumptions(state: DashboardState): true | string {
  return shownPicture(state).levels !== null || 'There are no levels yet.';
}

export function chooseTheme({ store, toast }: CommandContext): void {
  const theme = nextTheme(store.getState().ui.theme);
  store.dispatch({ type: 'theme-chosen', theme });
  toast(`Theme: ${themes[theme].label}`);
}

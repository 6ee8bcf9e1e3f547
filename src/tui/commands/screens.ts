import { chartRanges, rangeLabels } from '../charts/range.ts';
import { columnSetLabels, columnSets } from '../panes/chain/column-sets.ts';
import { type ScreenId, screenIds, screens } from '../layout/screens.ts';
import { shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
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
    const at = chartRanges.indexOf(store.getState().ui.chartRange);
    const range = chartRanges[(at + step + chartRanges.length) % chartRanges.length]!;
    store.dispatch({ type: 'range-chosen', range });
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
  const at = columnSets.indexOf(store.getState().ui.chainColumns);
  const columns = columnSets[(at + 1) % columnSets.length]!;
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

export function canShowAssumptions(state: DashboardState): true | string {
  return shownPicture(state).levels !== null || 'There are no levels yet.';
}

import { addDays, newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { sessionOf } from '../../../market/calendar/session.ts';
import { pastDate } from '../../state/chart/past-day.ts';
import { isPlayed, shownNow, shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';

/** The day that the chart shows by itself. */
const ownDate = (state: DashboardState) =>
  shownPicture(state).priceLine?.date ?? newYorkDate(shownNow(state));

/** Whether the chart of one day can be moved to other days. */
export function canMoveDay(state: DashboardState): true | string {
  const { screen, chartRange } = state.ui;
  if (screen !== 'chart') return 'Days belong to the chart; {screen-chart} shows it.';
  if (isPlayed(state)) return '{playback-day-before} and {playback-day-after} go to other recorded days.';
  if (chartRange !== '1D') return 'Past days are in this range already; the chart of one day can be moved.';
  return state.frozen === null || 'The picture is held still; {freeze} lets it run.';
}

/** The trading day before or after the one in the chart; `null` where that is the chart's own again. */
function dayBy(state: DashboardState, step: 1 | -1): string | null {
  const own = ownDate(state);
  const date = pastDate(state) ?? own;
  if (step < 0) return state.calendar.previousSession(date).date;
  const next = state.calendar.tradingDays(addDays(date, 1), own)[0] ?? own;
  return next < own ? next : null;
}

/**
 * Moves the chart of one day to the trading day before or after. A cursor then stands where it goes on: at the close of the day
 * before, at the open of the day after.
 */
export function moveDay({ store }: Pick<CommandContext, 'store'>, step: 1 | -1): void {
  const state = store.getState();
  const date = dayBy(state, step);
  store.dispatch({ type: 'chart-day-chosen', date });
  if (state.ui.chartCursor === null) return;
  const day = date ?? ownDate(state);
  const { open, close } = state.calendar.sessionOn(day) ?? sessionOf(day, false);
  store.dispatch({ type: 'cursor-moved', at: step < 0 ? close : open });
}

/** The day on which the cursor stands, where the chart of one day would show another one; else `null`. */
export function dayOfCursor(state: DashboardState): string | null {
  const { screen, chartCursor } = state.ui;
  if (screen !== 'chart' || chartCursor === null || isPlayed(state) || state.frozen) return null;
  const date = newYorkDate(chartCursor);
  return date < ownDate(state) && state.calendar.closure(date) === null ? date : null;
}

function canGoOn(state: DashboardState): true | string {
  const can = canMoveDay(state);
  if (can !== true) return can;
  return pastDate(state) !== null || 'This is the newest day.';
}

/** Moving the chart of one day into the past. */
export const dayCommands: readonly Command[] = [
  {
    id: 'chart-day-before',
    scope: 'panes',
    keys: ['<'],
    yieldingKeys: ['<'],
    footerKey: '< >',
    label: 'day',
    summary: 'Chart: one day, the trading day before, from stored minutes',
    footer: null,
    isEnabled: canMoveDay,
    run: (context) => moveDay(context, -1),
  },
  {
    id: 'chart-day-after',
    scope: 'panes',
    keys: ['>'],
    yieldingKeys: ['>'],
    label: 'day after',
    summary: 'Chart: one day, the trading day after',
    footer: null,
    isEnabled: canGoOn,
    run: (context) => moveDay(context, 1),
  },
];

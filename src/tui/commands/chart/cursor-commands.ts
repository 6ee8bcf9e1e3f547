import type { KeyName } from '../../../config/key-names.ts';
import { stopAt } from '../../charts/cursor/cursor-stops.ts';
import { stopsOf } from '../../panes/chart/cursor/shown-cursor.ts';
import { shownChart } from '../../panes/chart/shown-chart.ts';
import { pastDate } from '../../state/chart/past-day.ts';
import { isCursorOn } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { canMoveDay, moveDay } from './chart-day.ts';
import { goToCursorCommand } from './go-to-cursor.ts';

/** Columns or bars of a large step. */
const largeStep = 10;

function canMove(state: DashboardState): true | string {
  if (!isCursorOn(state)) return 'There is no cursor; {chart-cursor} shows it in the chart.';
  const isAnywhere = shownChart(state) !== null || pastDate(state) !== null;
  return isAnywhere || 'There is no price in the chart yet.';
}

/** Moves by so many places, and no further than the first and the last one. */
const moveBy =
  (step: number) =>
  (context: CommandContext): void => {
    const { store } = context;
    const state = store.getState();
    const chart = shownChart(state);
    if (state.ui.chartCursor === null) return;
    const stops = chart ? stopsOf(state, chart) : [];
    const index = stopAt(stops, state.ui.chartCursor);
    const to = Math.max(0, Math.min(stops.length - 1, index + step));
    if (to === index || !stops[to]) goBeyond(context, step);
    else store.dispatch({ type: 'cursor-moved', at: stops[to].from });
  };

/** From the ends of a chart of one day a single step goes on in the day before or after. */
function goBeyond(context: CommandContext, step: number): void {
  const state = context.store.getState();
  const isOn = step < 0 || pastDate(state) !== null;
  if (Math.abs(step) === 1 && canMoveDay(state) === true && isOn) moveDay(context, step < 0 ? -1 : 1);
  else context.toast(step < 0 ? 'This is the first one.' : 'This is the newest one.', 'warning');
}

interface MoveCommand {
  id: string;
  keys: readonly KeyName[];
  label: string;
  summary: string;
  footer: number | null;
  footerKey?: string;
}

const moves = (given: MoveCommand, step: number): Command => ({
  ...given,
  scope: 'cursor',
  isEnabled: canMove,
  run: moveBy(step),
});

/** What keys mean while the chart has a cursor; those of a playback and of the panes hold beside them. */
export const cursorCommands: readonly Command[] = [
  {
    ...{ id: 'cursor-close', scope: 'cursor', keys: ['escape'], label: 'no cursor', footer: 0.2 },
    summary: 'Chart cursor: put it away',
    isEnabled: (state) => isCursorOn(state) || 'There is no cursor.',
    run: ({ store }) => store.dispatch({ type: 'cursor-moved', at: null }),
  },
  moves(
    {
      ...{ id: 'cursor-previous', keys: ['left'], label: 'bar', footer: 0.1, footerKey: '← →' },
      summary: 'Chart cursor: the column or candle before, and on into the day before',
    },
    -1,
  ),
  moves(
    {
      ...{ id: 'cursor-next', keys: ['right'], label: 'next bar', footer: null },
      summary: 'Chart cursor: the next column or candle, and on into the day after',
    },
    1,
  ),
  moves(
    {
      ...{ id: 'cursor-back', keys: ['page-up'], label: 'ten', footer: 0.4, footerKey: 'PgUp PgDn' },
      summary: 'Chart cursor: ten columns or candles back',
    },
    -largeStep,
  ),
  moves(
    {
      ...{ id: 'cursor-forward', keys: ['page-down'], label: 'ten on', footer: null },
      summary: 'Chart cursor: ten columns or candles on',
    },
    largeStep,
  ),
  moves(
    {
      ...{ id: 'cursor-first', keys: ['home'], label: 'first/last', footer: 0.5, footerKey: 'Home End' },
      summary: 'Chart cursor: the first column or candle',
    },
    Number.NEGATIVE_INFINITY,
  ),
  moves(
    {
      ...{ id: 'cursor-last', keys: ['end'], label: 'last', footer: null },
      summary: 'Chart cursor: the newest column or candle',
    },
    Number.POSITIVE_INFINITY,
  ),
  goToCursorCommand,
];

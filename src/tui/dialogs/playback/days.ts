import type { RecordedDay } from '../../../protocol/playback.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { keyHints } from '../../panes/frame/key-hints.ts';
import { formatPercent, plural } from '../../present/number.ts';
import { formatClockMinute, formatWeekdayDate } from '../../present/time.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft, wrapText } from '../../render/width.ts';
import { shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Dialog } from '../../state/ui/dialog.ts';
import { type DialogWindow, dialogColumns, dialogRows, dialogWindow } from '../window.ts';
import { dayOfCell, earlyGlyph, monthColumns, monthLines, monthRows, shades } from './month-grid.ts';

type DaysDialog = Extract<Dialog, { kind: 'days' }>;

/** Blanks between two months. */
const betweenMonths = 3;
/** Months beside each other, at most. */
const maxBeside = 3;
/** What is said of a day, in its longest form. */
const saidColumns = 66;
/** The day's line may need two rows, and below it stands what the shades mean. */
const footRows = 3;

const daysOf = (state: DashboardState): readonly RecordedDay[] => shownPlayback(state)?.days ?? [];

/** `Tue 24 Nov · 391 polls · 09:30–16:15 · 98.4% covered · early close`. */
export function dayText({ date, polls, firstAt, lastAt, ratio, rebuilt, isEarlyClose }: RecordedDay): string {
  return [
    formatWeekdayDate(date),
    plural(polls, 'poll'),
    `${formatClockMinute(firstAt)}–${formatClockMinute(lastAt)}`,
    ratio === null ? 'coverage not known' : `${formatPercent(ratio, ratio === 1 ? 0 : 1)} covered`,
    ...(rebuilt === undefined ? [] : [`${formatPercent(rebuilt, rebuilt === 1 ? 0 : 1)} rebuilt`]),
    ...(isEarlyClose ? ['early close'] : []),
  ].join(' · ');
}

/** The months with recorded days that are shown: as many as have room, the selected day's among them. */
function monthsShown(state: DashboardState, { selected }: DaysDialog): { rows: string[][] } {
  const months = [...new Set(daysOf(state).map(({ date }) => date.slice(0, 7)))];
  const beside = Math.max(
    1,
    Math.min(
      maxBeside,
      months.length,
      Math.floor((dialogColumns(state.ui) + betweenMonths) / (monthColumns + betweenMonths)),
    ),
  );
  const below = Math.max(1, Math.floor((dialogRows(state.ui) - footRows - 2) / monthRows));
  const count = Math.min(months.length, beside * below);
  // The newest months stand on the last page, however many there are.
  const fromLast = months.length - 1 - Math.max(0, months.indexOf(selected.slice(0, 7)));
  const last = months.length - Math.floor(fromLast / count) * count;
  const shown = months.slice(Math.max(0, last - count), Math.max(last, count));
  const rows = Array.from({ length: Math.ceil(shown.length / beside) }, (_, row) =>
    shown.slice(row * beside, (row + 1) * beside),
  );
  return { rows };
}

const legend: Line = [
  ...shades.flatMap(([glyph, from]): Span[] => [
    [`${glyph} `, 'strong'],
    [from === 0 ? 'less  ' : from > 0.99 ? 'all  ' : `${from * 100}%  `, 'dim'],
  ]),
  [`${earlyGlyph} `, 'strong'],
  ['early close', 'dim'],
];

function bodyOf(state: DashboardState, dialog: DaysDialog): Line[] {
  const days = new Map(daysOf(state).map((day) => [day.date, day]));
  return monthsShown(state, dialog).rows.flatMap((months) => {
    const grids = months.map((month) => monthLines({ month, days, selected: dialog.selected }));
    return Array.from({ length: monthRows }, (_, row): Line => {
      return grids.flatMap(
        (grid, index): Line => (index === 0 ? grid[row]! : [[' '.repeat(betweenMonths)], ...grid[row]!]),
      );
    });
  });
}

/** Months with the recorded days, how much of each is recorded, and the selected one in words. */
export function daysWindow(state: DashboardState, dialog: DaysDialog, keyOf: KeyOf): DialogWindow {
  const body = bodyOf(state, dialog);
  const day = daysOf(state).find(({ date }) => date === dialog.selected);
  // As wide for every day, so that selecting does not make the window jump.
  const width = Math.min(saidColumns, dialogColumns(state.ui));
  const said = wrapText(day ? dayText(day) : '', width).map((line): Line => [[alignLeft(line, width)]]);
  const blank = Array.from({ length: Math.max(0, footRows - 1 - said.length) }, (): Line => []);
  const note = keyHints(keyOf, [
    ['days-next', 'day'],
    ['days-week-after', 'week'],
    ['days-go', 'go there'],
    ['days-close', 'close'],
  ]);
  const foot = [...said, ...blank, legend];
  return dialogWindow({ title: 'Recorded days', body, foot, note }, { ...state.ui, dialogTop: 0 });
}

/** The recorded day at a cell of the screen; `null` where none is. */
export function dayAt(
  state: DashboardState,
  dialog: DaysDialog,
  { bodyAt }: DialogWindow,
  column: number,
  row: number,
): string | null {
  const [x, y] = [column - bodyAt.column, row - bodyAt.row];
  const months = monthsShown(state, dialog).rows[Math.floor(y / monthRows)];
  const beside = Math.floor(x / (monthColumns + betweenMonths));
  const month = months?.[beside];
  if (x < 0 || y < 0 || month === undefined) return null;
  const date = dayOfCell(month, x - beside * (monthColumns + betweenMonths), y % monthRows);
  return daysOf(state).some((day) => day.date === date) ? date : null;
}

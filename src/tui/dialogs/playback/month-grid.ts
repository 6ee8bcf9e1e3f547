import { addDays, newYorkWeekday } from '../../../market/calendar/new-york-time.ts';
import type { RecordedDay } from '../../../protocol/playback.ts';
import { monthText } from '../../present/time.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft } from '../../render/width.ts';

/** A day: two digits, its coverage, whether it ended early, and a blank on the left. */
const dayCells = 5;
const weekDays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const weekRows = 6;
export const monthColumns = dayCells * weekDays.length;
/** Its name, the days of the week, and the weeks. */
export const monthRows = 2 + weekRows;

/** Shades of coverage, the fullest first, and from which part of the session on each holds. */
export const shades = [
  ['█', 0.995],
  ['▓', 0.9],
  ['▒', 0.5],
  ['░', 0],
] as const;
const unknownShade = '·';
export const earlyGlyph = 'C';

/** How much of a day is recorded, as a shade. */
function shadeOf({ ratio }: RecordedDay): string {
  if (ratio === null) return unknownShade;
  return shades.find(([, from]) => ratio >= from)![0];
}

/** What the days of a month are drawn from. */
export interface MonthInput {
  /** `2026-11`. */
  month: string;
  days: ReadonlyMap<string, RecordedDay>;
  selected: string;
}

const daysBefore = (month: string) => newYorkWeekday(`${month}-01`) - 1;

function daySpan(date: string, { days, selected, month }: MonthInput): Span {
  if (!date.startsWith(month)) return [' '.repeat(dayCells)];
  const day = days.get(date);
  const number = ` ${String(Number(date.slice(8))).padStart(2)}`;
  if (!day) return [`${number}  `, 'faint'];
  const text = `${number}${shadeOf(day)}${day.isEarlyClose ? earlyGlyph : ' '}`;
  const token = day.ratio !== null && day.ratio < shades[1][1] ? 'warning' : 'strong';
  return date === selected ? [text, token, 'selection'] : [text, token];
}

/** A month as lines of the same width: its name, the days of the week, six weeks. */
export function monthLines(input: MonthInput): Line[] {
  const first = addDays(`${input.month}-01`, -daysBefore(input.month));
  const weeks = Array.from({ length: weekRows }, (_, week): Line => {
    return weekDays.map((_, day) => daySpan(addDays(first, week * 7 + day), input));
  });
  return [
    [[alignLeft(` ${monthText(input.month)}`, monthColumns), 'accent']],
    weekDays.map((name): Span => [alignLeft(` ${name}`, dayCells), 'dim']),
    ...weeks,
  ];
}

/** The day at a cell of a month; `null` beside them. */
export function dayOfCell(month: string, column: number, row: number): string | null {
  const day = (row - 2) * 7 + Math.floor(column / dayCells) - daysBefore(month);
  if (row < 2 || row >= monthRows || column < 0 || column >= monthColumns) return null;
  const date = addDays(`${month}-01`, day);
  return date.startsWith(month) ? date : null;
}

import type { Missed } from '../../protocol/missed.ts';
import type { KeyOf } from '../keys/key-of.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { listedText, missedGapText, missedText } from '../present/missed-text.ts';
import { formatMoment } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { Line, Span } from '../render/line.ts';
import { alignLeft, textWidth, wrapText } from '../render/width.ts';
import { type MissedRow, missedRows } from '../state/missed/missed-rows.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import type { Token } from '../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogRows, dialogWindow } from './window.ts';

const widest = 88;
const markCells = 2;
const betweenCells = 2;

/** Cells of a row: when, and what. */
interface Cells {
  when: number;
  what: number;
}

const textOf = (row: MissedRow, until: number) =>
  row.kind === 'alert' ? upstreamText(row.alert.message, 200) : missedGapText(row.gap, until);

function rowLines(row: MissedRow, { until }: Missed, cells: Cells, isSelected: boolean): Line[] {
  const cell = (text: string, token: Token): Span =>
    isSelected ? [text, token, 'selection'] : [text, token];
  const token = row.kind === 'alert' && row.alert.kind === 'rule' ? 'text' : 'dim';
  return wrapText(textOf(row, until), cells.what).map((text, index): Line => {
    const isFirst = index === 0;
    return [
      cell(isSelected && isFirst ? '▸ ' : ' '.repeat(markCells), 'accent'),
      cell(alignLeft(isFirst ? formatMoment(row.at, until) : '', cells.when + betweenCells), 'dim'),
      cell(alignLeft(text, cells.what), isSelected ? 'text' : token),
    ];
  });
}

/** The lines that scroll, and the first of the selected row. */
function listOf(missed: Missed, selected: number, width: number): { lines: Line[]; selectedAt: number } {
  const rows = missedRows(missed);
  const when = Math.max(0, ...rows.map(({ at }) => textWidth(formatMoment(at, missed.until))));
  const room = width - markCells - betweenCells - when;
  // As wide as the longest text, so that the selection is a block.
  const longest = Math.max(0, ...rows.map((row) => textWidth(textOf(row, missed.until))));
  const cells = { when, what: Math.min(room, longest) };
  const heads = {
    alert: listedText('Alerts', missed.alerts.length, missed.alertCount),
    gap: listedText('Gaps', missed.gaps.length, missed.gapCount),
  };
  const lines: Line[] = [];
  let selectedAt = 0;
  for (const [index, row] of rows.entries()) {
    if (rows[index - 1]?.kind !== row.kind) {
      if (index > 0) lines.push([]);
      lines.push([[heads[row.kind], 'faint']]);
    }
    if (index === selected) selectedAt = lines.length;
    lines.push(...rowLines(row, missed, cells, index === selected));
  }
  return { lines, selectedAt };
}

/** What happened since a dashboard was open last; a recording shows the selected alert or gap. */
export function missedWindow(
  state: DashboardState,
  { selected }: Extract<Dialog, { kind: 'missed' }>,
  keyOf: KeyOf,
): DialogWindow | null {
  const { missed } = state;
  if (!missed) return null;
  const width = Math.min(widest, dialogColumns(state.ui));
  const head = wrapText(missedText(missed), width).map((line): Line => [[line, 'strong']]);
  const { lines, selectedAt } = listOf(missed, selected, width);
  const hints =
    missedRows(missed).length === 0
      ? []
      : ([
          ['missed-down', 'select'],
          ['missed-go', 'go there'],
        ] as const);
  const note = keyHints(keyOf, [...hints, ['missed-close', 'close']]);
  // The list follows what is selected in it.
  const half = Math.floor((dialogRows(state.ui) - head.length - 1) / 2);
  const screen = { ...state.ui, dialogTop: selectedAt - half };
  // Where there is no list, the sentence is what the dialog is about.
  const body = lines.length > 0 ? lines : head;
  return dialogWindow(
    { title: 'While you were away', head: lines.length > 0 ? [...head, []] : [], body, note },
    screen,
  );
}

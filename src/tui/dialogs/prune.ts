import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { waitingText } from '../../protocol/texts/waiting-text.ts';
import type { PruneReport, PruneTable } from '../../recordings/reports.ts';
import type { KeyOf } from '../keys/key-of.ts';
import { type Line, lineWidth, spreadLine } from '../render/line.ts';
import { alignLeft, alignRight, wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { dash, formatBytes, formatCount, formatLatency, plural } from '../present/number.ts';
import { formatDate } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { DashboardState } from '../state/state.ts';
import type { PruneStep } from '../state/ui/dialog.ts';
import { type DialogContent, type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

function tableLine(table: PruneTable): Line {
  const isAny = table.rows > 0;
  return [
    [alignLeft(upstreamText(table.table, 30), 20), isAny ? 'text' : 'faint'],
    [alignRight(formatCount(table.rows), 11), isAny ? 'strong' : 'faint'],
    [` of ${alignRight(formatCount(table.total), 11)}`, 'dim'],
    [alignRight(isAny ? formatBytes(table.bytes) : dash, 10), isAny ? 'text' : 'faint'],
    [alignRight(table.cutoff === null ? 'kept' : formatDate(newYorkDate(table.cutoff)), 12), 'dim'],
  ];
}

/** Cells that a table's line takes. */
const tableCells = 68;

/** On narrow terminals, what is known about a table continues in a second line. */
function tableLines(table: PruneTable, width: number): Line[] {
  const { rows, cutoff } = table;
  const isAny = rows > 0;
  const name = upstreamText(table.table, 30);
  const counts = `${formatCount(rows)} of ${formatCount(table.total)}`;
  const date = cutoff === null ? null : formatDate(newYorkDate(cutoff));
  const size = isAny ? `${formatBytes(table.bytes)}, ` : '';
  const detail = date === null ? 'kept' : `${size}${isAny ? '' : 'none '}older than ${date}`;
  return [
    spreadLine([[name, isAny ? 'text' : 'faint']], [[counts, isAny ? 'strong' : 'faint']], width),
    [[`  ${detail}`, 'dim']],
  ];
}

function narrowLines(report: PruneReport, width: number): Line[] {
  return report.tables.flatMap((table) => tableLines(table, width));
}

function reportLines(report: PruneReport, width: number): Line[] {
  return [...countLines(report, width), ...waitingLines(report, width)];
}

/** What stays until the archive holds it. */
function waitingLines({ waiting }: PruneReport, width: number): Line[] {
  const texts = waiting.flatMap((sessions) => wrapText(upstreamText(waitingText(sessions), 300), width));
  return texts.length === 0 ? [] : [[], ...texts.map((text): Line => [[text, 'warning']])];
}

function countLines(report: PruneReport, width: number): Line[] {
  if (width < tableCells) return narrowLines(report, width);
  const head: Line = [
    [alignLeft('table', 20), 'faint'],
    [alignRight('would go', 11), 'faint'],
    [alignRight('of all', 15), 'faint'],
    [alignRight('size', 10), 'faint'],
    [alignRight('older than', 12), 'faint'],
  ];
  return [head, ...report.tables.map(tableLine)];
}

type Content = Pick<DialogContent, 'body' | 'foot' | 'note'>;

/** The question or result below the report. It never scrolls out of sight. */
function questionLines({ rows, bytes }: PruneReport, width: number): Line[] {
  const question: Line = [['Remove '], [plural(rows, 'row'), 'strong'], [`, about ${formatBytes(bytes)}?`]];
  const warning: Line = [['They cannot be brought back.']];
  const whole: Line = [...question, [' '], ...warning];
  return lineWidth(whole) <= width ? [whole] : [question, warning];
}

function content(progress: PruneStep, keyOf: KeyOf, width: number): Content {
  const close = keyHints(keyOf, [['prune-cancel', 'close']]);
  switch (progress.step) {
    case 'counting':
      return { body: [[['Counting what is past its retention…']]], note: close };
    case 'ready': {
      const { report } = progress;
      if (report.rows === 0) {
        const isWaiting = report.waiting.length > 0;
        const text = isWaiting
          ? 'Nothing to remove before it is archived.'
          : 'Nothing is past its retention: nothing to remove.';
        const foot: Line[] = [[], [[text]]];
        return { body: reportLines(report, width), foot, note: close };
      }
      return {
        body: reportLines(report, width),
        foot: [[], ...questionLines(report, width)],
        note: keyHints(keyOf, [
          ['prune-confirm', 'remove'],
          ['prune-cancel', 'keep them'],
        ]),
      };
    }
    case 'pruning':
      return {
        body: reportLines(progress.report, width),
        foot: [[], [[`Removing ${plural(progress.report.rows, 'row')}…`, 'accent']]],
        note: close,
      };
    case 'done': {
      const { rows, freedBytes, durationMs } = progress.report;
      const removed = `Removed ${plural(rows, 'row')}, ${formatBytes(freedBytes)} freed in ${formatDuration(durationMs)}.`;
      const body = wrapText(removed, width).map((line): Line => [[line, 'ok']]);
      return { body: [...body, ...waitingLines(progress.report, width)], note: close };
    }
    case 'failed': {
      const { message, hint } = progress.failure;
      return {
        body: [
          ...wrapText(upstreamText(message), width).map((text): Line => [[text, 'error']]),
          ...wrapText(upstreamText(hint), width).map((text): Line => [[text]]),
        ],
        note: close,
      };
    }
  }
}

/** Tenths of a second where milliseconds would only be noise. */
function formatDuration(ms: number): string {
  return ms < 100 ? formatLatency(ms) : `${(ms / 1000).toFixed(1)} s`;
}

export function pruneWindow(state: DashboardState, progress: PruneStep, keyOf: KeyOf): DialogWindow {
  const width = Math.min(tableCells, dialogColumns(state.ui));
  const scrollHint = keyHints(keyOf, [['prune-down', 'scroll']]);
  return dialogWindow({ title: 'Prune', scrollHint, ...content(progress, keyOf, width) }, state.ui);
}

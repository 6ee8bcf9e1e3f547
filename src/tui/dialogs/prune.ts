import { newYorkDate } from '../../market/new-york-time.ts';
import type { PruneReport, PruneTable } from '../../protocol/state.ts';
import type { KeyOf } from '../commands/named-keys.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft, alignRight, wrapText } from '../draw/width.ts';
import { keyHints } from '../panes/key-hints.ts';
import { dash, formatBytes, formatCount, formatLatency, plural } from '../present/number.ts';
import { formatDate } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { DashboardState } from '../state/state.ts';
import type { PruneStep } from '../state/ui.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

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

function reportLines(report: PruneReport): Line[] {
  const head: Line = [
    [alignLeft('table', 20), 'faint'],
    [alignRight('would go', 11), 'faint'],
    [alignRight('of all', 15), 'faint'],
    [alignRight('size', 10), 'faint'],
    [alignRight('older than', 12), 'faint'],
  ];
  return [head, ...report.tables.map(tableLine)];
}

function content(progress: PruneStep, keyOf: KeyOf): { body: Line[]; note: Line } {
  const close = keyHints(keyOf, [['prune-cancel', 'close']]);
  switch (progress.step) {
    case 'counting':
      return { body: [[['Counting what is past its retention…']]], note: close };
    case 'ready': {
      const { report } = progress;
      if (report.rows === 0) {
        const body: Line[] = [
          ...reportLines(report),
          [],
          [['Nothing is past its retention: nothing to remove.']],
        ];
        return { body, note: close };
      }
      const total: Line = [
        ['Remove '],
        [plural(report.rows, 'row'), 'strong'],
        [`, about ${formatBytes(report.bytes)}? They cannot be brought back.`],
      ];
      return {
        body: [...reportLines(report), [], total],
        note: keyHints(keyOf, [
          ['prune-confirm', 'remove'],
          ['prune-cancel', 'keep them'],
        ]),
      };
    }
    case 'pruning':
      return {
        body: [
          ...reportLines(progress.report),
          [],
          [[`Removing ${plural(progress.report.rows, 'row')}…`, 'accent']],
        ],
        note: close,
      };
    case 'done': {
      const { rows, freedBytes, durationMs } = progress.report;
      const text = `Removed ${plural(rows, 'row')}, ${formatBytes(freedBytes)} freed in ${formatDuration(durationMs)}.`;
      return { body: [[[text, 'ok']]], note: close };
    }
    case 'failed': {
      const { message, hint } = progress.failure;
      return {
        body: [
          ...wrapText(upstreamText(message), 60).map((text): Line => [[text, 'error']]),
          ...wrapText(upstreamText(hint), 60).map((text): Line => [[text]]),
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
  return dialogWindow({ title: 'Prune', ...content(progress, keyOf) }, state.ui);
}

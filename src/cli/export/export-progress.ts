import type { SessionKey } from '../../recordings/session-rows.ts';
import { progressLine, type ProgressStream, shareText } from '../output/progress-line.ts';

/** How far an export is. */
export interface ExportProgress {
  session(key: SessionKey, done: number, sessions: number): void;
  rows(count: number): void;
  end(): void;
}

/** Rows between two drawings. */
const step = 100_000;

/** One line on a terminal, and nothing elsewhere. @param isShown whether the terminal is free for it */
export function exportProgress(stream: ProgressStream, isShown: boolean): ExportProgress {
  let at = { date: '', done: 0, sessions: 0 };
  let total = 0;
  let shown = 0;
  const line = progressLine(stream, () => {
    if (!isShown || !stream.isTTY) return null;
    const rows = `${total.toLocaleString('en-US')} rows`;
    if (at.sessions === 0) return rows;
    return `${shareText(at.done / at.sessions, true)}  ${at.date}, ${at.done} of ${at.sessions} sessions, ${rows}`;
  });
  return {
    session({ date }, done, sessions) {
      at = { date, done, sessions };
      line.show(null);
    },
    rows(count) {
      total += count;
      if (total - shown < step) return;
      shown = total;
      line.show(null);
    },
    end: line.end,
  };
}

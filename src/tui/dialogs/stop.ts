import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { upstreamText } from '../present/upstream-text.ts';
import type { DashboardState } from '../state/state.ts';
import type { StopStep } from '../state/ui/dialog.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

/** Asks before the recording ends. */
export function stopWindow(state: DashboardState, progress: StopStep, keyOf: KeyOf): DialogWindow {
  const pid = state.connection.hello?.pid;
  const close = keyHints(keyOf, [['stop-cancel', 'close']]);
  const paragraphs = (texts: readonly string[], token: 'text' | 'error' = 'text'): Line[] =>
    texts.flatMap((text, index) =>
      wrapText(text, Math.min(56, dialogColumns(state.ui))).map(
        (line): Line => [[line, index === 0 ? token : 'text']],
      ),
    );
  switch (progress.step) {
    case 'asking': {
      const note = keyHints(keyOf, [
        ['stop-confirm', 'stop it and quit'],
        ['stop-cancel', 'let it record'],
      ]);
      const body = paragraphs([
        `Stop the daemon (process ${pid ?? '?'}) and quit?`,
        'Nothing is recorded until one is started again, and what is missed cannot be had later.',
      ]);
      return dialogWindow({ title: 'Stop the daemon', body, note }, state.ui);
    }
    case 'stopping':
      return dialogWindow(
        { title: 'Stop the daemon', body: [[['Stopping…', 'accent']]], note: close },
        state.ui,
      );
    case 'failed': {
      const { message, hint } = progress.failure;
      const body = paragraphs([upstreamText(message), upstreamText(hint)], 'error');
      return dialogWindow({ title: 'Stop the daemon', body, note: close }, state.ui);
    }
  }
}

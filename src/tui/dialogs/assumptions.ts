import type { KeyOf } from '../commands/named-keys.ts';
import type { Line } from '../draw/line.ts';
import { wrapText } from '../draw/width.ts';
import { keyHints } from '../panes/key-hints.ts';
import { assumptionsParagraphs } from '../panes/levels-text.ts';
import { shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

/** What the levels rest on, in full sentences. */
export function assumptionsWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const { levels } = shownPicture(state);
  const width = Math.min(76, state.ui.columns - 10);
  const paragraphs = levels ? assumptionsParagraphs(levels) : ['There are no levels yet.'];
  const lines = paragraphs.map((paragraph) => wrapText(paragraph, width));
  const isRoomy = lines.reduce((sum, { length }) => sum + length + 1, 0) <= state.ui.rows - 6;
  const body = lines.flatMap((wrapped, index): Line[] => [
    ...(index > 0 && isRoomy ? [[]] : []),
    ...wrapped.map((text): Line => [[text]]),
  ]);
  const note = keyHints(keyOf, [['assumptions-close', 'close']]);
  return dialogWindow({ title: 'What the levels assume', body, note }, state.ui);
}

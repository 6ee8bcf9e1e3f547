import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { levelsParagraphs } from '../panes/levels/levels-paragraphs.ts';
import { isSumShown, shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

const sumParagraph =
  'Exposure is shown of all recorded expirations together. Each is priced by itself, with its own spot and time to expiry, and its dollars are added up by strike. An expiration whose quotes are more than three minutes from the newest ones is left out and named. Expected move, volatility, skew and max pain belong to one expiration and are those of the chain on screen:';

/** The assumptions behind the levels, in full sentences. */
export function assumptionsWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const { levels } = shownPicture(state);
  const width = Math.min(76, dialogColumns(state.ui));
  const paragraphs = [
    ...(isSumShown(state) ? [sumParagraph] : []),
    ...(levels ? levelsParagraphs(levels, shownNow(state)) : ['There are no levels yet.']),
  ];
  const body = paragraphs.flatMap((paragraph, index): Line[] => [
    ...(index > 0 ? [[]] : []),
    ...wrapText(paragraph, width).map((text): Line => [[text]]),
  ]);
  const scrollHint = keyHints(keyOf, [['assumptions-down', 'scroll']]);
  const note = keyHints(keyOf, [['assumptions-close', 'close']]);
  return dialogWindow({ title: 'What the levels assume', body, scrollHint, note }, state.ui);
}

import { timeForms } from '../../market/calendar/typed-time/time-forms.ts';
import type { KeyOf } from '../keys/key-of.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import type { Line } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { typedInstant } from '../state/playback/typed-instant.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import type { Token } from '../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

const widest = 60;
/** Rows kept for what is said of the text, so that typing does not move the window. */
const saidRows = 3;

/** The time as it is typed, how it is understood, or what is wrong with it. */
export function timeWindow(
  state: DashboardState,
  { typed }: Extract<Dialog, { kind: 'time' }>,
  keyOf: KeyOf,
): DialogWindow {
  const width = Math.min(widest, dialogColumns(state.ui));
  const paragraph = (text: string, token: Token): Line[] =>
    wrapText(text, width).map((line): Line => [[line, token]]);
  const read = typedInstant(state, typed);
  const said =
    typed === ''
      ? paragraph('New York’s time; an offset counts from the instant on screen.', 'dim')
      : read.isValid
        ? paragraph(read.understood, 'strong')
        : paragraph(`${read.reason}.`, 'warning');
  const field: Line = [
    ['Go to ', 'dim'],
    [typed],
    ['▏', 'accent'],
    [' '.repeat(Math.max(0, width - typed.length - 7))],
  ];
  const padding = Array.from({ length: Math.max(0, saidRows - said.length) }, (): Line => []);
  const body = [field, ...said, ...padding, ...paragraph(`For example ${timeForms}.`, 'faint')];
  const note = keyHints(keyOf, [
    ['time-go', 'go there'],
    ['time-close', 'close'],
  ]);
  return dialogWindow({ title: 'Time', body, note }, state.ui);
}

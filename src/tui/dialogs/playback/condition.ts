import type { KeyOf } from '../../keys/key-of.ts';
import { keyHints } from '../../panes/frame/key-hints.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { Line } from '../../render/line.ts';
import { shortenText, wrapText } from '../../render/width.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Dialog } from '../../state/ui/dialog.ts';
import type { Token } from '../../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from '../window.ts';

const widest = 64;
/** Rows kept for what is said of the condition, so that typing does not move the window. */
const saidRows = 4;

const examples =
  'price < 700, iv > 30%, spread > 5%, change < -1%, price crosses flip, price > call wall, price < put wall, price crosses max pain';

type ConditionDialog = Extract<Dialog, { kind: 'condition' }>;

const ways = { forward: 'forward', backward: 'back' } as const;

/** What is said below the field: what the search does, or why there is none. */
function saidOf({ progress, direction }: ConditionDialog, width: number): Line[] {
  const lines = (text: string, token: Token) => wrapText(text, width).map((line): Line => [[line, token]]);
  if (progress.step === 'searching') return lines('Searching…', 'accent');
  if (progress.step === 'failed') {
    const { message, hint } = progress.failure;
    const whole = lines(upstreamText(`${message} ${hint}`, 300), 'warning');
    // A hint that has no room says no more than the examples do.
    return whole.length <= saidRows ? whole : lines(upstreamText(message, 200), 'warning').slice(0, saidRows);
  }
  const way = direction === 'forward' ? 'begins to hold after' : 'began to hold before';
  return lines(`Runs ${ways[direction]} to where it ${way} the instant on screen.`, 'dim');
}

/** The condition as it is typed, and what comes of it. */
export function conditionWindow(state: DashboardState, dialog: ConditionDialog, keyOf: KeyOf): DialogWindow {
  const width = Math.min(widest, dialogColumns(state.ui));
  const paragraph = (text: string, token: Token): Line[] =>
    wrapText(text, width).map((line): Line => [[line, token]]);
  const room = width - 'Until '.length - 1;
  // The end of a long one is what is being typed.
  const typed = dialog.typed.length > room ? `…${dialog.typed.slice(1 - room)}` : dialog.typed;
  const field: Line = [
    ['Until ', 'dim'],
    [typed, dialog.isLast ? 'dim' : 'text'],
    ['▏', 'accent'],
    [' '.repeat(Math.max(0, room - typed.length))],
  ];
  const said = saidOf(dialog, width);
  const padding = Array.from({ length: Math.max(0, saidRows - said.length) }, (): Line => []);
  const body = [field, ...said, ...padding, ...paragraph(`For example ${examples}.`, 'faint')];
  const note = keyHints(keyOf, [
    ['condition-run', 'run'],
    ['condition-turn', 'other way'],
    ['condition-close', 'close'],
  ]);
  const title = dialog.direction === 'forward' ? 'Run to a condition' : 'Run back to a condition';
  return dialogWindow({ title: shortenText(title, width), body, note }, state.ui);
}

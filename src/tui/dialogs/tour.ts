import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { alignRight } from '../render/width.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

/** What is worth knowing first, each by the command that does it. */
const steps: readonly (readonly [command: string, text: string])[] = [
  ['screen-chain', 'chain; the other digits show chart, levels and more'],
  ['strike', 'all there is of the selected strike'],
  ['playback', 'go back in time: what was recorded, minute by minute'],
  ['watch', 'look at another symbol'],
  ['help', 'every key; type what you look for'],
];

/** Five lines for whoever sees the dashboard for the first time. */
export function tourWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const known = steps.flatMap(([command, text]) => {
    const key = keyOf(command);
    return key === null ? [] : [{ key, text }];
  });
  const cells = Math.max(0, ...known.map(({ key }) => key.length));
  const body = known.map(
    ({ key, text }): Line => [
      [alignRight(key, cells), 'key'],
      [`  ${text}`, 'text'],
    ],
  );
  return dialogWindow(
    { title: 'First steps', body, note: [['any key closes this, and does what it does', 'dim']] },
    { ...state.ui, dialogTop: 0 },
  );
}

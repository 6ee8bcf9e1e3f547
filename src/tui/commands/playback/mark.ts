import { markText } from '../../present/comparison-text.ts';
import { shownMark } from '../../state/playback/comparison.ts';
import { shownNow } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { ofPlayback } from './of-playback.ts';
import { canPlay } from './playback-steps.ts';

function setMark({ store, toast, withKeys }: CommandContext): void {
  const state = store.getState();
  store.dispatch({ type: 'playback-marked', columns: state.ui.chainColumns });
  const now = shownNow(state);
  toast(
    withKeys(
      `Mark at ${markText(now, now)}: chain and levels show the change since. {playback-unmark} clears it.`,
    ),
  );
}

function canClear(state: DashboardState): true | string {
  const can = canPlay(state);
  if (can !== true) return can;
  return shownMark(state) !== null || 'No mark is set; {playback-mark} sets it at the instant on screen.';
}

function clearMark({ store, toast }: CommandContext): void {
  store.dispatch({ type: 'playback-mark-cleared' });
  toast('The mark is cleared.');
}

/** What an instant is compared with. */
export const markCommands: readonly Command[] = [
  {
    ...ofPlayback(['m']),
    ...{ id: 'playback-mark', label: 'mark', footer: 5.6, isEnabled: canPlay, run: setMark },
    summary: 'Playback: a mark at this instant; chain and levels then show the change since it',
  },
  {
    ...ofPlayback(['M']),
    ...{ id: 'playback-unmark', label: 'clear mark', footer: 5.7, isEnabled: canClear, run: clearMark },
    summary: 'Playback: clear the mark',
  },
];

import type { DashboardState } from '../../state/state.ts';
import { enterAt } from './enter-at.ts';
import { canAskDaemon } from '../refresh.ts';
import type { Command } from '../command.ts';
import { openTime } from './time-prompt.ts';

/** Whether a recording can be played, or another instant of it be shown. */
export function canEnterPlayback(state: DashboardState): true | string {
  const can = canAskDaemon(state);
  if (can !== true || state.playback === null || state.playback.state !== null) return can;
  return 'The recording is still being opened.';
}

/** How a playback is entered. */
export const enterCommands: readonly Command[] = [
  {
    id: 'playback',
    scope: 'panes',
    keys: ['b'],
    yieldingKeys: ['b'],
    label: 'playback',
    summary: 'Playback: all screens as of the last recorded instant; recording goes on',
    footer: 7.48,
    isEnabled: canEnterPlayback,
    run: (context) => enterAt(context, null),
  },
  {
    id: 'playback-time',
    scope: 'panes',
    keys: ['T'],
    yieldingKeys: ['T'],
    label: 'go to a time',
    summary: 'Playback: as of a typed time: 10:30, -15m, close-10m, tue 15:45',
    footer: 7.6,
    isHinted: ({ playback }) => playback !== null,
    isEnabled: canEnterPlayback,
    run: openTime,
  },
];

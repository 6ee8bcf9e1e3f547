import { seekFrom } from '../../playback/seeks.ts';
import { speedText } from '../../present/playback-text.ts';
import { shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command, CommandContext } from '../command.ts';
import { ofPlayback } from './of-playback.ts';
import { canPlay, speedBy } from './playback-steps.ts';

type PaceCommand = Pick<Command, 'id' | 'keys' | 'label' | 'summary' | 'footer' | 'footerKey'>;

function faster({ keys, ...given }: PaceCommand, step: 1 | -1): Command {
  return {
    ...given,
    ...ofPlayback(keys),
    isEnabled(state) {
      const can = canPlay(state);
      if (can !== true) return can;
      const speed = speedBy(state, step);
      return typeof speed === 'number' || speed;
    },
    async run({ store, playback, toast }) {
      const speed = speedBy(store.getState(), step);
      if (typeof speed !== 'number') return;
      toast(`Speed ${speedText(speed)}`);
      await playback?.seek({ speed });
    },
  };
}

function canTogglePause(state: DashboardState): true | string {
  const can = canPlay(state);
  const playback = shownPlayback(state);
  if (can !== true || !playback?.state?.isAtEnd || !seekFrom(state).paused) return can;
  return 'This is the end of what is recorded.';
}

async function togglePause({ store, playback }: CommandContext): Promise<void> {
  const { paused } = seekFrom(store.getState());
  await playback?.seek({ paused: !paused });
}

export const pauseCommand: Command = {
  ...ofPlayback([' ']),
  id: 'playback-pause',
  label: 'play/pause',
  summary: 'Playback: play, and pause',
  footer: 1,
  isEnabled: canTogglePause,
  run: togglePause,
};

/** How fast a recording is played. */
export const speedCommands: readonly Command[] = [
  faster(
    {
      ...{ id: 'playback-faster', keys: ['+', '='], label: 'speed', footer: 4, footerKey: '- +' },
      summary: 'Playback: faster, up to 300 times the market’s pace',
    },
    1,
  ),
  faster(
    {
      ...{ id: 'playback-slower', keys: ['-'], label: 'slower', footer: null },
      summary: 'Playback: slower',
    },
    -1,
  ),
];

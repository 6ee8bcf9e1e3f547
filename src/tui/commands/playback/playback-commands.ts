import type { KeyName } from '../../../config/key-names.ts';
import { markersLegend } from '../../panes/playback/scrub/scrub-markers.ts';
import { isPlaybackOnly } from '../../state/playback/playback-selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Command } from '../command.ts';
import { comes } from './comes.ts';
import {
  boundaryTarget,
  canPlay,
  dayTarget,
  isAwaited,
  markerTarget,
  minutesTarget,
  pollTarget,
  type Target,
} from './playback-steps.ts';
import { markCommands } from './mark.ts';
import { ofPlayback } from './of-playback.ts';
import { pauseCommand, speedCommands } from './pace-commands.ts';
import { searchCommands } from './search-commands.ts';

/** What a command that goes elsewhere in the recording looks like. */
interface GoCommand {
  id: string;
  keys: readonly KeyName[];
  label: string;
  summary: string;
  footer: number | null;
  footerKey?: string;
}

function goes({ keys, ...given }: GoCommand, target: (state: DashboardState) => Target): Command {
  return {
    ...given,
    ...ofPlayback(keys),
    isEnabled(state) {
      const can = canPlay(state);
      if (can !== true) return can;
      const to = target(state);
      // A key may be quicker than the outline: it is waited for.
      return typeof to === 'number' || isAwaited(to) || to;
    },
    async run(context) {
      const { store, playback, toast, runCommand } = context;
      const to = target(store.getState());
      if (typeof to === 'number') return await playback?.seek({ at: to });
      if (!(await comes(context, (state) => !isAwaited(target(state))))) return toast(to, 'warning');
      runCommand(given.id);
    },
  };
}

function canLeave(state: DashboardState): true | string {
  return (
    !isPlaybackOnly(state) || 'Only recordings are played here: there is no market as it is. {quit} quits.'
  );
}

/** What keys mean while a recording is played; those of the panes hold beside them. */
export const playbackCommands: readonly Command[] = [
  {
    ...ofPlayback(['escape']),
    id: 'playback-leave',
    label: 'live',
    summary: 'Playback: back to the market as it is',
    footer: 0,
    isEnabled: canLeave,
    run: ({ playback }) => playback?.leave(),
  },
  pauseCommand,
  goes(
    {
      ...{ id: 'playback-previous', keys: ['left'], label: 'poll', footer: 2, footerKey: '← →' },
      summary: 'Playback: the poll before',
    },
    pollTarget(-1),
  ),
  goes(
    {
      ...{ id: 'playback-next', keys: ['right'], label: 'next poll', footer: null },
      summary: 'Playback: the next poll',
    },
    pollTarget(1),
  ),
  goes(
    {
      ...{ id: 'playback-back', keys: ['page-up'], label: '15 min', footer: 5, footerKey: 'PgUp PgDn' },
      summary: 'Playback: 15 minutes back',
    },
    minutesTarget(-15),
  ),
  goes(
    {
      ...{ id: 'playback-forward', keys: ['page-down'], label: '15 min on', footer: null },
      summary: 'Playback: 15 minutes on',
    },
    minutesTarget(15),
  ),
  ...speedCommands,
  goes(
    {
      ...{ id: 'playback-session-open', keys: ['home'] },
      ...{ label: 'open/close', footer: 8, footerKey: 'Home End' },
      summary: 'Playback: the open of the session',
    },
    boundaryTarget('open'),
  ),
  goes(
    {
      ...{ id: 'playback-session-close', keys: ['end'], label: 'close', footer: null },
      summary: 'Playback: the close of the session',
    },
    boundaryTarget('close'),
  ),
  goes(
    {
      ...{ id: 'playback-day-before', keys: ['<'], label: 'day', footer: 6, footerKey: '< >' },
      summary: 'Playback: the recorded day before, at the same time',
    },
    dayTarget(-1),
  ),
  goes(
    {
      ...{ id: 'playback-day-after', keys: ['>'], label: 'day after', footer: null },
      summary: 'Playback: the recorded day after, at the same time',
    },
    dayTarget(1),
  ),
  goes(
    {
      ...{ id: 'playback-marker-before', keys: [','], label: 'marker', footer: 7, footerKey: ', .' },
      summary: `Playback: the marker before: ${markersLegend}`,
    },
    markerTarget(-1),
  ),
  goes(
    {
      ...{ id: 'playback-marker-after', keys: ['.'], label: 'marker after', footer: null },
      summary: 'Playback: the marker after',
    },
    markerTarget(1),
  ),
  ...searchCommands,
  ...markCommands,
];

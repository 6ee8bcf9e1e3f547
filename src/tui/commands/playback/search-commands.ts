import type { Command } from '../command.ts';
import { canFindAgain, findAgain, openCondition } from './condition-prompt.ts';
import { canChooseDay, openDays } from './days.ts';
import { ofPlayback } from './of-playback.ts';
import { canPlay } from './playback-steps.ts';

/** How a place in the recordings is found: by its day, or by what begins to hold there. */
export const searchCommands: readonly Command[] = [
  {
    ...ofPlayback(['d']),
    ...{ id: 'playback-days', label: 'days', footer: 5.2, isEnabled: canChooseDay, run: openDays },
    summary: 'Playback: the calendar of recorded days, with how much of each is recorded',
  },
  {
    ...ofPlayback(['u']),
    ...{ id: 'playback-find', label: 'run until', footer: 5.4, isEnabled: canPlay },
    summary:
      'Playback: run on to where a condition begins to hold: price < 700, iv > 30%, price crosses flip',
    run: openCondition('forward'),
  },
  {
    ...ofPlayback(['U']),
    ...{ id: 'playback-find-back', label: 'run back', footer: null, isEnabled: canPlay },
    summary: 'Playback: run back to where a condition began to hold',
    run: openCondition('backward'),
  },
  {
    ...ofPlayback(['}']),
    ...{ id: 'playback-find-next', label: 'again', footer: 9, footerKey: '{ }', isEnabled: canFindAgain },
    summary: 'Playback: the next place where the last condition begins to hold, also on the days after',
    run: findAgain('forward'),
  },
  {
    ...ofPlayback(['{']),
    ...{ id: 'playback-find-previous', label: 'again, back', footer: null, isEnabled: canFindAgain },
    summary: 'Playback: the place before, also on the days before',
    run: findAgain('backward'),
  },
];

import { recordedCount } from '../../state/selectors.ts';
import type { Command } from '../command.ts';
import { openWatch } from '../dialogs/watch.ts';
import { canStepSymbol, canSwitch, stepSymbol } from './look.ts';

/** Which symbol is on screen. */
export const symbolCommands: readonly Command[] = [
  {
    id: 'symbol-next',
    scope: 'panes',
    keys: ['s'],
    yieldingKeys: ['s'],
    label: 'symbol',
    summary: 'The next recorded symbol; the watch list where one symbol is recorded',
    footer: 7.4,
    footerIn: (state) => (recordedCount(state) === 0 ? 7.4 : 3.5),
    isEnabled: canSwitch,
    run: async (context) =>
      recordedCount(context.store.getState()) === 0 ? openWatch(context) : await stepSymbol(context, 1),
  },
  {
    id: 'symbol-previous',
    scope: 'panes',
    keys: ['S'],
    yieldingKeys: ['S'],
    label: 'symbol before',
    summary: 'The recorded symbol before',
    footer: null,
    isEnabled: canStepSymbol,
    run: (context) => stepSymbol(context, -1),
  },
  {
    id: 'watch',
    scope: 'panes',
    keys: ['w'],
    yieldingKeys: ['w'],
    label: 'watch list',
    summary: 'Watch list: look at another symbol',
    footer: 7.45,
    isHinted: (state) => recordedCount(state) > 0,
    isEnabled: canSwitch,
    run: openWatch,
  },
];

import { characters, motion, notify, onOff, onQuit, theme } from './setting-kinds.ts';
import { setting } from './setting-spec.ts';

/** The dashboard: looks, keys, attention. */
export const dashboardSettings = {
  theme: setting({
    path: 'dashboard.theme',
    fallsBack: true,
    schema: theme,
    default: 'auto',
    env: ['SPYGLASS_THEME'],
    summary:
      'colours that the dashboard starts with: `auto` (light or dark by the terminal’s background), `dark`, `light`, `colour-blind`, `red-up` or `mono`',
  }),
  motion: setting({
    path: 'dashboard.motion',
    fallsBack: true,
    schema: motion,
    default: 'full',
    env: ['SPYGLASS_MOTION'],
    summary: '`reduced`: prices that moved do not flash',
  }),
  characters: setting({
    path: 'dashboard.characters',
    fallsBack: true,
    schema: characters,
    default: 'auto',
    env: ['SPYGLASS_CHARACTERS'],
    summary:
      '`ascii` draws without box, block and braille characters; `auto` does so on the Linux console (`TERM=linux`)',
  }),
  notify: setting({
    path: 'dashboard.notify',
    fallsBack: true,
    schema: notify,
    default: 'off',
    env: ['SPYGLASS_NOTIFY'],
    summary:
      'how the dashboard calls for attention on an alert: `off`, `bell` (the terminal’s), `osc9` (a notification, where the terminal knows OSC 9) or `both`',
  }),
  onQuit: setting({
    path: 'dashboard.on_quit',
    fallsBack: true,
    schema: onQuit,
    default: 'ask',
    env: ['SPYGLASS_ON_QUIT'],
    summary:
      'what becomes of a recording inside the dashboard when that is quit: `ask`, `background` (it goes on in a process of its own) or `stop`; a window that is closed asks nobody, and only `stop` ends the recording with it',
  }),
  mouse: setting({
    path: 'dashboard.mouse',
    fallsBack: true,
    schema: onOff,
    default: true,
    env: ['SPYGLASS_MOUSE'],
    summary:
      'the mouse chooses screens and panes and scrolls; with Shift it selects text, as it does everywhere with `false`',
  }),
  screenReader: setting({
    path: 'dashboard.screen_reader',
    fallsBack: true,
    schema: onOff,
    default: false,
    env: ['SPYGLASS_SCREEN_READER'],
    summary: 'sentences in place of drawn panes, for screen readers; also `--screen-reader`',
  }),
} as const;

/** How the dashboard may look: what people can set, in the order in which a key goes through it. */
export const themeNames = ['dark', 'light', 'colour-blind', 'red-up', 'mono'] as const;
/** A theme of the dashboard. */
export type ThemeName = (typeof themeNames)[number];

/** What can be set: `auto` is light or dark by the terminal's background, dark where it does not say. */
export const themeChoices = ['auto', ...themeNames] as const;

/** `reduced`: nothing flashes. */
export const motions = ['full', 'reduced'] as const;

/** `auto`: what the terminal is known to show. `ascii`: no box, block or braille characters. */
export const characterSets = ['auto', 'unicode', 'ascii'] as const;

/** How an alert calls for attention beyond the screen: the terminal's bell, an OSC 9 notification, both or neither. */
export const notifications = ['off', 'bell', 'osc9', 'both'] as const;
/** How the dashboard calls for attention. */
export type Notify = (typeof notifications)[number];

/** What becomes of a recording inside the dashboard when that is quit. */
export const quitWays = ['ask', 'background', 'stop'] as const;
/** What becomes of a recording when its dashboard is quit. */
export type OnQuit = (typeof quitWays)[number];

/** Colours that the terminal can show: none, 16, 256 or all. */
export type ColorLevel = 0 | 1 | 2 | 3;

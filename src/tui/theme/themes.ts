import type { ThemeName } from '../../config/look.ts';
import type { Theme } from './theme.ts';
import { color, colored, type Palette } from './palette.ts';
import { mono } from './mono.ts';

const darkPalette: Palette = {
  up: color('3fb950', 2),
  down: color('f85149', 1),
  accent: color('58a6ff', 12),
  warning: color('d29922', 3),
  error: color('ff7b72', 9),
  dim: color('9198a1', 7),
  faint: color('6e7681', 8),
  border: color('3d444d', 8),
  atm: color('e3b341', 11),
  badge: { text: color('0d1117', 0), behind: color('d29922', 3) },
  alert: { text: color('ffffff', 15), behind: color('8e1519', 1) },
  caution: { text: color('f0d890', 0), behind: color('3f2f08', 3) },
  replay: { text: color('f3e8ff', 15), behind: color('4c1d7a', 5) },
  replayWord: { text: color('2b0a4d', 0), behind: color('d2a8ff', 13) },
  live: { text: color('0d1117', 0), behind: color('3fb950', 2) },
  itm: color('161d29', 0),
  selection: color('1f4173', 4),
  heat: { low: color('1f2a3d', 0), high: color('2f4468', 4) },
  flash: { up: color('12421f', 2), down: color('5c1a1b', 1) },
  vwap: color('bc8cff', 13),
  level: color('d2a8ff', 13),
  band: color('6b5794', 5),
  volume: color('4d5a6b', 8),
  volumeOf: { up: color('26632f', 2), down: color('8a3531', 1) },
  plain: color('e6edf3', 15),
};

const dark = colored('dark', 'dark', darkPalette);

/** Red rises and green falls, as in East Asia. Colours for good and bad states stay. */
const redUp = colored('red-up', 'red up, green down', {
  ...darkPalette,
  up: darkPalette.down,
  down: darkPalette.up,
  ok: darkPalette.up,
  flash: { up: darkPalette.flash.down, down: darkPalette.flash.up },
  volumeOf: { up: darkPalette.volumeOf.down, down: darkPalette.volumeOf.up },
});

const light = colored('light', 'light', {
  up: color('1a7f37', 2),
  down: color('cf222e', 1),
  accent: color('0969da', 4),
  warning: color('9a6700', 3),
  error: color('a40e26', 1),
  dim: color('59636e', 8),
  faint: color('6b7480', 8),
  border: color('c4ccd5', 7),
  atm: color('8250df', 5),
  badge: { text: color('ffffff', 15), behind: color('9a6700', 3) },
  alert: { text: color('ffffff', 15), behind: color('cf222e', 1) },
  caution: { text: color('633c01', 0), behind: color('fff3c4', 3) },
  replay: { text: color('3b0a63', 0), behind: color('ead7ff', 13) },
  replayWord: { text: color('ffffff', 15), behind: color('6f42c1', 5) },
  live: { text: color('ffffff', 15), behind: color('1a7f37', 2) },
  itm: color('eef3fa', 15),
  selection: color('b6d7ff', 6),
  heat: { low: color('dfe9f7', 7), high: color('b9d0ee', 6) },
  flash: { up: color('c5f0cf', 2), down: color('ffd1cf', 1) },
  vwap: color('8250df', 5),
  level: color('6f42c1', 5),
  band: color('c3a6ec', 13),
  volume: color('a8b3c0', 7),
  volumeOf: { up: color('8fd19e', 2), down: color('f0a3a0', 1) },
  plain: color('1f2328', 0),
});

/** Blue and orange stay apart under every common colour-vision deficiency (after Okabe and Ito). */
const colourBlind = colored('colour-blind', 'colour-blind safe', {
  up: color('4aa8ff', 12),
  down: color('f0883e', 3),
  accent: color('79c0ff', 14),
  warning: color('e3c341', 11),
  error: color('ff9d5c', 11),
  dim: color('9198a1', 7),
  faint: color('6e7681', 8),
  border: color('3d444d', 8),
  atm: color('f2e05c', 11),
  badge: { text: color('0d1117', 0), behind: color('e3c341', 3) },
  alert: { text: color('0d1117', 0), behind: color('f0883e', 3) },
  caution: { text: color('f2e9b0', 0), behind: color('3a3410', 3) },
  replay: { text: color('f3e8ff', 15), behind: color('4c1d7a', 5) },
  replayWord: { text: color('2b0a4d', 0), behind: color('d8b4fe', 13) },
  live: { text: color('0d1117', 0), behind: color('4aa8ff', 12) },
  itm: color('161d29', 0),
  selection: color('1f4173', 4),
  heat: { low: color('1f2a3d', 0), high: color('2f4468', 4) },
  flash: { up: color('103a66', 4), down: color('5c3210', 3) },
  vwap: color('d8b4fe', 13),
  level: color('d8b4fe', 13),
  band: color('6b5794', 5),
  volume: color('4d5a6b', 8),
  volumeOf: { up: color('1f4d78', 4), down: color('7a4a22', 3) },
  plain: color('e6edf3', 15),
});

export const themes: Record<ThemeName, Theme> = {
  dark,
  light,
  'colour-blind': colourBlind,
  'red-up': redUp,
  mono,
};

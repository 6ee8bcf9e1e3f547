import type { ThemeName } from '../../config/look.ts';
import type { Background, Color, Style, Token } from './tokens.ts';

export interface Theme {
  name: ThemeName;
  /** Shown when the theme is chosen. */
  label: string;
  tokens: Record<Token, Style>;
  backgrounds: Record<Background, Style>;
}

const color = (hex: string, ansi: number): Color => ({
  rgb: [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Color['rgb'],
  ansi,
});

interface Palette {
  up: Color;
  down: Color;
  /** Where that is not the colour of `up`. */
  ok?: Color;
  accent: Color;
  warning: Color;
  error: Color;
  dim: Color;
  faint: Color;
  border: Color;
  atm: Color;
  badge: { text: Color; behind: Color };
  alert: { text: Color; behind: Color };
  caution: { text: Color; behind: Color };
  itm: Color;
  selection: Color;
  heat: { low: Color; high: Color };
  flash: { up: Color; down: Color };
  vwap: Color;
  level: Color;
  band: Color;
  volume: Color;
  /** Of candles that rose and fell: quieter than the prices above them. */
  volumeOf: { up: Color; down: Color };
  /** Text on all of these. */
  plain: Color;
}

function colored(name: ThemeName, label: string, palette: Palette): Theme {
  return {
    name,
    label,
    tokens: {
      text: {},
      strong: { isBold: true },
      dim: { color: palette.dim },
      faint: { color: palette.faint },
      accent: { color: palette.accent },
      up: { color: palette.up },
      down: { color: palette.down },
      warning: { color: palette.warning },
      error: { color: palette.error, isBold: true },
      ok: { color: palette.ok ?? palette.up },
      stale: { color: palette.faint },
      atm: { color: palette.atm, isBold: true },
      mark: { color: palette.level, isBold: true },
      border: { color: palette.border },
      borderFocused: { color: palette.accent },
      title: { color: palette.dim, isBold: true },
      titleFocused: { color: palette.accent, isBold: true },
      brand: { color: palette.accent, isBold: true },
      key: { color: palette.accent },
      chartText: { color: palette.faint },
      chartAxis: { color: palette.border },
      chartReference: { color: palette.faint },
      chartVwap: { color: palette.vwap },
      chartBand: { color: palette.band },
      chartLevel: { color: palette.level },
      chartVolume: { color: palette.volume },
      volumeUp: { color: palette.volumeOf.up },
      volumeDown: { color: palette.volumeOf.down },
    },
    backgrounds: {
      badge: { color: palette.badge.text, background: palette.badge.behind },
      alert: { color: palette.alert.text, background: palette.alert.behind },
      caution: { color: palette.caution.text, background: palette.caution.behind },
      itm: { background: palette.itm, plainText: palette.plain, atSixteen: 'none' },
      selection: { background: palette.selection, plainText: palette.plain, atSixteen: 'inverse' },
      dialog: {},
      tab: {
        color: palette.accent,
        background: palette.selection,
        isBold: true,
        atSixteen: 'inverse',
      },
      band: { background: palette.itm, plainText: palette.plain, atSixteen: 'none' },
      heatLow: { background: palette.heat.low, plainText: palette.plain, atSixteen: 'none' },
      heatHigh: { background: palette.heat.high, plainText: palette.plain, atSixteen: 'none' },
      flashUp: { background: palette.flash.up, plainText: palette.plain, atSixteen: 'none' },
      flashDown: { background: palette.flash.down, plainText: palette.plain, atSixteen: 'none' },
    },
  };
}

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

/** As screens in East Asia show it. What is well and what is wrong keep their colours. */
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

/** No colour at all: weight, dimming and inverse only. Also what any theme becomes without colours. */
export const mono: Theme = {
  name: 'mono',
  label: 'mono',
  tokens: {
    text: {},
    strong: { isBold: true },
    dim: {},
    faint: { isDim: true },
    accent: { isBold: true },
    up: {},
    down: {},
    warning: { isBold: true },
    error: { isBold: true },
    ok: {},
    stale: { isDim: true },
    atm: { isBold: true },
    mark: { isBold: true },
    border: { isDim: true },
    borderFocused: { isBold: true },
    title: {},
    titleFocused: { isBold: true },
    brand: { isBold: true },
    key: { isBold: true },
    chartText: { isDim: true },
    chartAxis: { isDim: true },
    chartReference: { isDim: true },
    chartVwap: {},
    chartBand: { isDim: true },
    chartLevel: { isDim: true },
    chartVolume: { isDim: true },
    volumeUp: { isDim: true },
    volumeDown: { isDim: true },
  },
  backgrounds: {
    badge: { isInverse: true },
    alert: { isInverse: true },
    caution: { isInverse: true },
    itm: {},
    selection: { isInverse: true },
    dialog: {},
    tab: { isInverse: true },
    band: {},
    heatLow: {},
    heatHigh: {},
    flashUp: {},
    flashDown: {},
  },
};

export const themes: Record<ThemeName, Theme> = {
  dark,
  light,
  'colour-blind': colourBlind,
  'red-up': redUp,
  mono,
};

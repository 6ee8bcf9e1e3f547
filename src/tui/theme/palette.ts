import type { ThemeName } from '../../config/look.ts';
import type { Color } from './tokens.ts';
import type { Theme } from './theme.ts';

export const color = (hex: string, ansi: number): Color => ({
  rgb: [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Color['rgb'],
  ansi,
});

/** The colours that a theme is made of. */
export interface Palette {
  up: Color;
  down: Color;
  /** Default: the colour of `up`. */
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
  /** The top line of a playback, the word in it, and the word of the line about the market as it is. */
  replay: { text: Color; behind: Color };
  replayWord: { text: Color; behind: Color };
  live: { text: Color; behind: Color };
  itm: Color;
  selection: Color;
  heat: { low: Color; high: Color };
  flash: { up: Color; down: Color };
  vwap: Color;
  level: Color;
  band: Color;
  volume: Color;
  /** Volume below candles that rose and fell: darker than the prices. */
  volumeOf: { up: Color; down: Color };
  /** Text on all of these. */
  plain: Color;
}

export function colored(name: ThemeName, label: string, palette: Palette): Theme {
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
      replay: { color: palette.replay.text, background: palette.replay.behind },
      replayWord: { color: palette.replayWord.text, background: palette.replayWord.behind },
      live: { color: palette.live.text, background: palette.live.behind },
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

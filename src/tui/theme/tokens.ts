/** What a piece of text means. Panes name meanings; a theme decides what each looks like. */
export const tokens = [
  'text',
  'strong',
  'dim',
  'faint',
  'accent',
  'up',
  'down',
  'warning',
  'error',
  'ok',
  'stale',
  'atm',
  'mark',
  'border',
  'borderFocused',
  'title',
  'titleFocused',
  'brand',
  'key',
  'chartText',
  'chartAxis',
  'chartReference',
  'chartVwap',
  'chartBand',
  'chartLevel',
  'chartVolume',
  'volumeUp',
  'volumeDown',
] as const;

/** The meaning of a piece of text. */
export type Token = (typeof tokens)[number];

/** What lies behind a piece of text. */
export const backgrounds = [
  'badge',
  'alert',
  'caution',
  'replay',
  'replayWord',
  'live',
  'itm',
  'selection',
  'dialog',
  'tab',
  'band',
  'heatLow',
  'heatHigh',
  'flashUp',
  'flashDown',
] as const;

/** What a piece of text stands on. */
export type Background = (typeof backgrounds)[number];

/** A colour as true colour, and the nearest of the 16 that a plain terminal has. */
export interface Color {
  rgb: readonly [red: number, green: number, blue: number];
  /** 0–7 normal, 8–15 bright. */
  ansi: number;
}

/** How a meaning looks on a terminal. */
export interface Style {
  color?: Color | undefined;
  background?: Color;
  /** Colour on this background of text that has none, so that it is readable in every terminal. */
  plainText?: Color;
  isBold?: boolean;
  isDim?: boolean;
  isInverse?: boolean;
  isUnderlined?: boolean;
  /** What a background becomes with 16 colours, where the nearest colour would be too bright. */
  atSixteen?: 'none' | 'inverse';
}

import { remembered } from '../../base/remembered.ts';
import type { ColorLevel, ThemeName } from '../../config/look.ts';
import type { Line } from '../render/line.ts';
import { toAscii } from './ascii.ts';
import { themes } from './themes.ts';
import { mono } from './mono.ts';
import type { Theme } from './theme.ts';
import type { Background, Color, Style, Token } from './tokens.ts';

/** What a terminal can show, for pictures that need other shapes without colours. */
export interface Look {
  hasColors: boolean;
  isAscii: boolean;
}

/** Turns meanings into the escape sequences of a theme. */
export interface Painter {
  readonly look: Look;
  /** `text` with the escape sequences of its meaning, and those that end them. */
  paint(text: string, token?: Token, background?: Background): string;
  /** A line of spans as one string. */
  line(line: Line): string;
}

const reset = '\u001b[0m';

const cubeSteps = [0, 95, 135, 175, 215, 255];

const nearestStep = (value: number) =>
  cubeSteps.reduce(
    (best, step, index) => (Math.abs(step - value) < Math.abs(cubeSteps[best]! - value) ? index : best),
    0,
  );

const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);

/** Index of the nearest colour among the 6×6×6 cube and the grey ramp of a 256-colour terminal. */
export function nearest256(rgb: Color['rgb']): number {
  const [red, green, blue] = rgb.map(nearestStep) as [number, number, number];
  const cube = [cubeSteps[red]!, cubeSteps[green]!, cubeSteps[blue]!];
  const grey = Math.min(23, Math.max(0, Math.round((rgb[0] + rgb[1] + rgb[2]) / 3 / 10 - 0.8)));
  const greyLevel = 8 + grey * 10;
  const isGreyNearer = distance(rgb, [greyLevel, greyLevel, greyLevel]) < distance(rgb, cube);
  return isGreyNearer ? 232 + grey : 16 + 36 * red + 6 * green + blue;
}

function colorCode({ rgb, ansi }: Color, level: ColorLevel, isBackground: boolean): string {
  if (level === 3) return `${isBackground ? 48 : 38};2;${rgb.join(';')}`;
  if (level === 2) return `${isBackground ? 48 : 38};5;${nearest256(rgb)}`;
  const base = isBackground ? 40 : 30;
  return String(ansi < 8 ? base + ansi : base + 60 + ansi - 8);
}

function codesOf(style: Style, level: ColorLevel): string[] {
  const codes: string[] = [];
  if (style.isBold) codes.push('1');
  if (style.isDim) codes.push('2');
  if (style.isUnderlined) codes.push('4');
  if (style.isInverse) codes.push('7');
  if (level > 0 && style.color) codes.push(colorCode(style.color, level, false));
  if (level > 0 && style.background) codes.push(colorCode(style.background, level, true));
  return codes;
}

function codesFor(
  theme: Theme,
  level: ColorLevel,
  token: Token,
  background: Background | undefined,
): string[] {
  const style = theme.tokens[token];
  const behind = background && theme.backgrounds[background];
  if (!behind || (level === 1 && behind.atSixteen === 'none')) return codesOf(style, level);
  const { color: own, ...weight } = style;
  if (level === 1 && behind.atSixteen === 'inverse') return codesOf({ ...weight, isInverse: true }, level);
  // A background that brings a text colour wins over the token's.
  const color = behind.color ?? own ?? behind.plainText;
  return [
    ...codesOf({ ...weight, ...(color && { color }) }, level),
    ...codesOf({ ...behind, color: undefined }, level),
  ];
}

/**
 * Turns meanings into escape sequences. The level is given, never detected: the caller knows the terminal and whether
 * colours are wanted. At level 0 every theme is `mono`. With `isAscii`, what is drawn with special characters is drawn
 * with plain ones.
 */
export function createPainter(name: ThemeName, level: ColorLevel, isAscii = false): Painter {
  const drawn = isAscii ? toAscii : (text: string) => text;
  const theme = level === 0 ? mono : themes[name];
  const openers = new Map<string, string>();
  const openerOf = (token: Token, background: Background | undefined) => {
    const key = `${token} ${background ?? ''}`;
    let opener = openers.get(key);
    if (opener === undefined) {
      const codes = new Set(codesFor(theme, level, token, background));
      opener = codes.size > 0 ? `\u001b[${[...codes].join(';')}m` : '';
      openers.set(key, opener);
    }
    return opener;
  };
  const paint = (text: string, token: Token = 'text', background?: Background) => {
    const opener = openerOf(token, background);
    return opener === '' || text === '' ? drawn(text) : `${opener}${drawn(text)}${reset}`;
  };
  return {
    look: { hasColors: theme !== mono, isAscii },
    paint,
    line: remembered((line: Line) => {
      let painted = '';
      let opener = '';
      // By index, as in `lineWidth`.
      for (let at = 0; at < line.length; at++) {
        const span = line[at]!;
        const text = span[0];
        if (text === '') continue;
        const next = openerOf(span[1] ?? 'text', span[2]);
        if (next !== opener) {
          if (opener !== '') painted += reset;
          painted += next;
          opener = next;
        }
        painted += drawn(text);
      }
      return opener === '' ? painted : painted + reset;
    }),
  };
}

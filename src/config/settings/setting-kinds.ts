import path from 'node:path';
import * as z from 'zod';
import { isLoopback } from '../../base/loopback.ts';
import { isDate } from '../../market/calendar/new-york-time.ts';
import { dealerSigns } from '../../market/levels/dealer-sign.ts';
import { underlyingPattern } from '../../market/symbols/ticker.ts';
import { characterSets, motions, notifications, quitWays, themeChoices } from '../look.ts';

/** A whole number that may come as text (environment, flags) or as a number (file). */
export const whole = (min: number, max: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/, `expected a whole number from ${min} to ${max}`)
        .transform(Number),
    ])
    .pipe(
      z
        .number()
        .refine(
          (n) => Number.isInteger(n) && n >= min && n <= max,
          `expected a whole number from ${min} to ${max}`,
        ),
    );

export const symbol = z
  .string()
  .regex(/^[A-Z][A-Z.]{0,9}$/, 'expected an upper-case symbol of 1 to 10 letters, such as SPY');

/** A symbol that can be recorded: a stock, or an index, whose symbol the API writes with `I:` in front. */
export const underlying = z
  .string()
  .regex(underlyingPattern, 'expected an upper-case symbol such as SPY, or an index such as I:SPX');

/** More would be a screener: each symbol takes its share of the budget where the plan cannot ask for all at once. */
export const maxSymbols = 10;

/** Symbols: a list in the file, or text with commas or spaces between them in the environment. */
const symbolList = (one: z.ZodType<string>, min: number, expected: string) =>
  z.union([z.array(z.string()), z.string()]).transform((given, context) => {
    const texts = typeof given === 'string' ? given.split(/[\s,]+/).filter((text) => text !== '') : given;
    const list = [...new Set(texts)];
    const isRight = list.every((text) => one.safeParse(text).success);
    if (isRight && list.length >= min && list.length <= maxSymbols) return list;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });

export const symbols = symbolList(
  symbol,
  0,
  `expected at most ${maxSymbols} upper-case symbols such as SPY, QQQ`,
);

export const recordedSymbols = symbolList(
  underlying,
  1,
  `expected 1 to ${maxSymbols} upper-case symbols such as SPY, QQQ, I:SPX`,
);

const maxExpirations = 20;
const maxExpirationDays = 60;
const expirationsExpected = `expected nearest, a number from 1 to ${maxExpirations}, or days from "1d" to "${maxExpirationDays}d"`;

/** `nearest`, a number of expirations (as text), or days ahead such as `7d`. */
export const recordedExpirations = z
  .union([z.number().transform(String), z.string(expirationsExpected).trim()])
  .refine((text) => {
    const [, digits, unit] = /^(\d{1,3})(d?)$/.exec(text) ?? [];
    if (digits === undefined) return text === 'nearest';
    return Number(digits) >= 1 && Number(digits) <= (unit === 'd' ? maxExpirationDays : maxExpirations);
  }, expirationsExpected);

export const dealerSign = z.enum(dealerSigns, 'expected naive, short or inverted');

export const theme = z.enum(themeChoices, `expected ${themeChoices.join(', ')}`);
export const motion = z.enum(motions, 'expected full or reduced');
export const onQuit = z.enum(quitWays, 'expected ask, background or stop');
export const notify = z.enum(notifications, 'expected off, bell, osc9 or both');
export const characters = z.enum(characterSets, 'expected auto, unicode or ascii');

export const overnight = z.enum(['auto', 'on', 'off'], 'expected auto, on or off');

/** `true` or `false`, as a word or, in the file, without quotes. */
export const onOff = z
  .union([z.boolean(), z.enum(['true', 'false'], 'expected true or false')])
  .transform((given) => given === true || given === 'true');

export const logLevel = z.enum(['debug', 'info', 'warn', 'error'], 'expected debug, info, warn or error');

/** Days that something is kept, as a number, or `forever`. */
export const keptDays = z.union([
  z.literal('forever', 'expected forever, or a whole number of days from 1 to 36500'),
  whole(1, 36_500),
]);

/** A directory's absolute path, without a separator at its end; `null` for an empty text, which means not set. */
export const directory = z
  .string()
  .trim()
  .refine((text) => text === '' || path.isAbsolute(text), 'expected an absolute path')
  .transform((text) => (text === '' ? null : path.resolve(text)));

/** An https address, or http on this machine; without a slash at the end. */
export const baseUrl = z.string().transform((text, context) => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!URL.canParse(text)) return refuse('expected an address such as https://api.massive.com');
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) {
    return refuse('expected an address without user, query or fragment: the key does not go here');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refuse('expected https: the key would travel readable (http is for this machine only)');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('expected an https address');
  return url.href.replace(/\/+$/, '');
});

/** Dates: a list in the file, quoted or not (where a date with a time reads as more than a date), or text with commas or spaces between them in the environment. */
export const dates = z
  .union([z.array(z.union([z.string(), z.date()])), z.string()])
  .transform((given, context) => {
    const texts =
      typeof given === 'string'
        ? given.split(/[\s,]+/).filter((text) => text !== '')
        : given.map((date) => (date instanceof Date ? date.toISOString() : date));
    const wrong = texts.find((text) => !isDate(text));
    if (wrong === undefined) return [...new Set(texts)].sort();
    context.addIssue({ code: 'custom', message: 'expected dates like 2026-11-27' });
    return z.NEVER;
  });

/** What fits a request header. The text itself never appears in the complaint. */
export const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 visible ASCII characters without spaces');

import * as z from 'zod';
import { type Dividend, readDividend } from '../../../market/carry/dividend.ts';

const [lowest, highest] = [0, 25];
const rateExpected = `expected per cent a year from ${lowest} to ${highest}, such as 3.7`;

/** Per cent, as a number in the file or as text. */
export const ratePercent = z
  .union(
    [
      z.number(rateExpected),
      z
        .string()
        .regex(/^\d{1,2}(\.\d{1,4})?$/, rateExpected)
        .transform(Number),
    ],
    rateExpected,
  )
  .pipe(z.number().min(lowest, rateExpected).max(highest, rateExpected));

/** Dividends: a list in the file, or text with semicolons between them in the environment. Each that is wrong is an issue of its own. */
export const dividends = z
  .union([
    z.array(z.string('expected each dividend in quotes')),
    z.string('expected a list of dividends such as ["SPY 2026-12-18 1.95"]'),
  ])
  .transform((given, context) => {
    const texts =
      typeof given === 'string' ? given.split(/[;\n]/).filter((text) => text.trim() !== '') : given;
    const known = new Map<string, Dividend>();
    for (const [index, text] of texts.entries()) {
      const read = readDividend(text);
      const key = 'dividend' in read ? `${read.dividend.symbol} ${read.dividend.exDate}` : text;
      const isTwice = known.has(key);
      if ('dividend' in read && !isTwice) {
        known.set(key, read.dividend);
        continue;
      }
      const message = 'dividend' in read ? `${key} is listed twice` : read.problem;
      const path = typeof given === 'string' ? [] : [index];
      context.addIssue({ code: 'custom', message, path, params: { found: text } });
    }
    return [...known.values()].map(({ symbol, exDate, amount }) => `${symbol} ${exDate} ${amount}`).sort();
  });

import * as z from 'zod';
import { isLoopback } from '../../../base/loopback.ts';
import { templateProblem } from '../../../market/alerts/alert-message.ts';
import { quietProblem } from '../../../market/alerts/quiet-hours.ts';

const longestText = 2000;
const isPlain = (text: string) => !text.includes('\0') && text.length <= longestText;

/** A program and its arguments: a list in the file, or a JSON list in the environment. */
export const program = z
  .union(
    [z.array(z.string()), z.string()],
    'expected a program and its arguments, such as ["notify", "--urgent"]',
  )
  .transform((given, context) => {
    const words = typeof given === 'string' ? wordsOf(given) : given;
    const [first] = words ?? [];
    if (words !== null && words.length <= 50 && words.every(isPlain) && first !== '') return words;
    const message = 'expected a program and its arguments, such as ["notify", "--urgent"]';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A text without brackets is a program without arguments. */
function wordsOf(text: string): string[] | null {
  if (!text.trimStart().startsWith('[')) return text.trim() === '' ? [] : [text.trim()];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === 'string') ? parsed : null;
  } catch {
    return null;
  }
}

/** Where a webhook is: https, or http on this machine. It is a secret, which no complaint quotes. */
export const webhookUrl = z
  .string('expected an https address')
  .trim()
  .transform((text, context) => {
    const url = text.length <= longestText && URL.canParse(text) ? new URL(text) : null;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    if (url !== null && isSafe && url.username === '' && url.password === '') return url.href;
    const message = 'expected an https address without user and password (http is for this machine only)';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** What a webhook is sent. */
export const webhookBody = z.string('expected JSON as text').transform((text, context) => {
  const problem = text.length > 10_000 ? 'expected at most 10000 characters' : templateProblem(text);
  if (problem === null) return text;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** Hours of New York in which nothing is delivered: a list in the file, or text with commas in the environment. */
export const quietHours = z
  .union([z.array(z.string()), z.string()], 'expected times of New York such as "22:00-07:00"')
  .transform((given, context) => {
    const texts = typeof given === 'string' ? given.split(',').filter((text) => text.trim() !== '') : given;
    const spans = texts.map((text) => text.trim());
    const problem = spans.length > 10 ? 'expected at most 10 stretches' : quietProblem(spans);
    if (problem === null) return spans;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });

export const afterQuiet = z.enum(['deliver', 'drop'], 'expected deliver or drop');

import { sanitizeText } from '../../../base/sanitize.ts';

/** The forms of a typed time in one line, for descriptions of options and for prompts. */
export const timeForms =
  '10:30, -15m, close-10m, tue 15:45, yesterday open, 2026-11-24 10:15, or ISO with its zone';

/** What is given with every refusal. */
export const timeExamples = `For example ${timeForms}; times are New York’s.`;

/** A text that is no time: what is wrong with it, as a phrase, and examples of what is right, as a sentence. */
export interface RefusedTime {
  isValid: false;
  reason: string;
  examples: string;
}

/** @param reason a phrase without a full stop */
export function refused(reason: string): RefusedTime {
  return { isValid: false, reason, examples: timeExamples };
}

/** Foreign text as it stands in a reason. */
export function quoted(text: string): string {
  return JSON.stringify(sanitizeText(text, 40));
}

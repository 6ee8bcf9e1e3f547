import * as z from 'zod';
import { problemOfChanges } from '../../market/calendar/calendar-overrides.ts';
import { readHoursChange } from '../../market/calendar/hours-change.ts';
import { firstDate } from '../../market/calendar/instants.ts';
import { readProductChange } from '../../market/products/product-change.ts';

/** A change from a date on, as both kinds have it. */
interface Change {
  from: string;
  what: string;
}

type Read<C extends Change> = (text: string) => { change: C } | { problem: string };

/**
 * Changes from a date on: a list in the file, or text with semicolons between them in the environment. Each that is wrong
 * is an issue of its own, whose path is its place in the list.
 */
function changesBy<C extends Change>(readChange: Read<C>, problemOf: (changes: C[]) => string | null) {
  return z
    .union([z.array(z.string('expected each change in quotes')), z.string('expected a list of changes')])
    .transform((given, context) => {
      const texts =
        typeof given === 'string' ? given.split(/[;\n]/).filter((text) => text.trim() !== '') : given;
      const changes = texts.flatMap((text, index) => {
        const read = readChange(text);
        if ('change' in read && read.change.from >= firstDate) return [read.change];
        const message = 'change' in read ? `the calendar begins on ${firstDate}` : read.problem;
        const path = typeof given === 'string' ? [] : [index];
        context.addIssue({ code: 'custom', message, path, params: { found: text } });
        return [];
      });
      const problem = problemOf(changes);
      if (problem) context.addIssue({ code: 'custom', message: problem });
      return [...new Set(changes.map(({ from, what }) => `${from} ${what}`))].sort();
    });
}

export const hoursChanges = changesBy(readHoursChange, problemOfChanges);
export const productChanges = changesBy(readProductChange, () => null);

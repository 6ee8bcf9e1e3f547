import { isDate } from '../market/calendar/new-york-time.ts';

const stringsAndComments = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*/g;
const bareDate = /(?<![\w.:+-])\d{4}-\d{2}-\d{2}(?!\d|-)/g;

/**
 * Dates without quotes in a TOML text that no calendar has. The parser makes a `Date` of each, for which February 30 is
 * March 2: only the text still says what was meant.
 */
export function impossibleDates(text: string): { date: string; line: number }[] {
  const blank = (found: string) => ' '.repeat(found.length);
  const bare = text.replaceAll(stringsAndComments, blank);
  return bare
    .split('\n')
    .flatMap((content, index) =>
      [...content.matchAll(bareDate)]
        .filter(([date]) => !isDate(date))
        .map(([date]) => ({ date, line: index + 1 })),
    );
}

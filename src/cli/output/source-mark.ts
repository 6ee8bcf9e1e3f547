import type { Source } from '../../market/quotes/quote.ts';

const marks: Record<Source, string | null> = {
  polygon: null,
  simulator: 'simulated',
  unknown: 'of unknown source',
};

/** What must be said of where values come from, after a separator; nothing for the vendor's own. */
export function sourceMark(source: Source, separator: string): string {
  const mark = marks[source];
  return mark === null ? '' : `${separator}${mark}`;
}

import { addDays, isTimeOfDay, newYorkDate, newYorkInstant } from '../calendar/new-york-time.ts';

const spanPattern = /^(\d{2}:\d{2})\s*[-–]\s*(\d{2}:\d{2})$/;

/** A daily stretch by New York's clock, `HH:MM` each; it ends on the next day where the end is not after the start. */
interface QuietSpan {
  from: string;
  to: string;
}

/** `null` where the text is no stretch such as `22:00-07:00`, or one of a whole day. */
function spanOf(text: string): QuietSpan | null {
  const [, from = '', to = ''] = spanPattern.exec(text.trim()) ?? [];
  return isTimeOfDay(from) && isTimeOfDay(to) && from !== to ? { from, to } : null;
}

/** What is wrong with quiet hours, for people; `null` if nothing is. */
export function quietProblem(texts: readonly string[]): string | null {
  const spans = texts.map(spanOf);
  if (spans.includes(null)) return 'expected times of New York such as "22:00-07:00"';
  const noon = newYorkInstant('2026-01-05', '12:00');
  const isAlways = texts.length > 0 && quietUntil(texts, noon) === null && isQuiet(texts, noon);
  return isAlways ? 'expected some time of the day that is not quiet' : null;
}

const isQuiet = (texts: readonly string[], at: number) => endOfSpanAt(texts, at) !== null;

/**
 * When the quiet hours that an instant lies in end, epoch ms; `null` where it lies in none. Hours that meet count as one; such
 * as never end (`quietProblem`) count as none.
 */
export function quietUntil(texts: readonly string[], at: number): number | null {
  let end = endOfSpanAt(texts, at);
  for (let steps = 0; end !== null && steps <= 2 * texts.length; steps++) {
    const later = endOfSpanAt(texts, end);
    if (later === null) return end;
    end = later;
  }
  return null;
}

function endOfSpanAt(texts: readonly string[], at: number): number | null {
  const today = newYorkDate(at);
  const ends = texts.flatMap((text) => {
    const span = spanOf(text);
    if (span === null) return [];
    return [addDays(today, -1), today].flatMap((date) => {
      const start = newYorkInstant(date, span.from);
      const end = newYorkInstant(span.to > span.from ? date : addDays(date, 1), span.to);
      return start <= at && at < end ? [end] : [];
    });
  });
  return ends.length > 0 ? Math.max(...ends) : null;
}

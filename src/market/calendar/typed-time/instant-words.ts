import { formatNewYorkTime, newYorkDate, newYorkInstant } from '../new-york-time.ts';
import { dayText } from './day.ts';

/**
 * An instant in words, to the second, such that it can be typed again: `Tue 24 Nov 15:45:00 ET`, with the year unless
 * it is that of `now`. Of the hour that autumn repeats, the second one is written with its zone:
 * `2026-11-01T01:30:00-05:00`. Throws `RangeError` on what is no instant.
 */
export function instantWords(at: number, now: number): string {
  const date = newYorkDate(at);
  const time = formatNewYorkTime(at, true);
  const second = Math.floor(at / 1000) * 1000;
  if (newYorkInstant(date, time) !== second) return `${date}T${time}-05:00`;
  return `${dayText(date, newYorkDate(now))} ${time} ET`;
}

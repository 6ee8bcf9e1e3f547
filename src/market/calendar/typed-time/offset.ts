import { quoted } from './time-forms.ts';

const minuteMs = 60_000;
const offsetPattern = /^([+-])(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/i;

/**
 * Reads a span of time with its sign: `-15m`, `+1h30m`, `-90s`. Days are refused: nobody could tell trading
 * days from others.
 * @returns the span in ms, or what is wrong with the text as a phrase
 */
export function readOffset(text: string): { offsetMs: number } | { reason: string } {
  const [, sign, hours, minutes, seconds] = offsetPattern.exec(text) ?? [];
  if (sign === undefined || (hours ?? minutes ?? seconds) === undefined) return { reason: problemOf(text) };
  const ms =
    Number(hours ?? 0) * 60 * minuteMs + Number(minutes ?? 0) * minuteMs + Number(seconds ?? 0) * 1000;
  // Not −0, which would not equal 0.
  return { offsetMs: sign === '-' ? 0 - ms : ms };
}

function problemOf(text: string): string {
  if (/^[+-]\d+$/.test(text))
    return `${quoted(text)} lacks its unit: h, m or s, such as ${quoted(`${text}m`)}`;
  if (/^[+-]\d{2}:\d{2}$/.test(text)) {
    return `the zone ${text} needs all of ISO 8601, such as 2026-11-24T10:15:00-05:00`;
  }
  if (/^[+-]\d+d/i.test(text)) {
    return `${quoted(text)} counts days, which could be trading days or all days: name the day, such as yesterday 10:30`;
  }
  return `${quoted(text)} is no offset such as -15m, +1h30m or -90s: hours, minutes, seconds in this order`;
}

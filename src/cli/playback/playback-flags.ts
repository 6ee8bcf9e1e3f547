import { SpyglassError } from '../../base/errors.ts';
import { type Day, takeDay } from '../../market/calendar/typed-time/day.ts';
import type { PlaybackSpeed } from '../../protocol/playback.ts';
import { type TimeArgument, timeArgument } from '../invocation/time-argument.ts';

/** Flags that say what of a recording is played. */
export interface PlaybackFlags {
  from?: string;
  to?: string;
  speed?: string;
}

/** The same, read. What is absent was not given. */
export interface PlaybackWish {
  /** The words of the day, for messages, and what they are. */
  day?: { text: string; day: Day };
  from?: TimeArgument;
  to?: TimeArgument;
  speed?: PlaybackSpeed;
}

/** What `subscribe` takes. */
const slowest = 0.1;
const fastest = 3600;

/**
 * Reads what is to be played, before anything is opened: what was mistyped is said first.
 * @param day as it was typed: `2026-11-24`, `tue`, `yesterday`
 * @throws SpyglassError `usage`
 */
export function playbackWish(day: string | undefined, { from, to, speed }: PlaybackFlags): PlaybackWish {
  return {
    ...(day !== undefined && { day: { text: day, day: readDay(day) } }),
    ...(from !== undefined && { from: timeArgument(from, '--from') }),
    ...(to !== undefined && { to: timeArgument(to, '--to') }),
    ...(speed !== undefined && { speed: readSpeed(speed) }),
  };
}

function readDay(text: string): Day {
  const taken = takeDay(text);
  if (taken?.length === text.length) return taken.day;
  throw new SpyglassError('usage', `${JSON.stringify(text)} is no day.`, {
    hint: 'For example 2026-11-24, 24 Nov, tue, yesterday or today; a time goes with --from.',
  });
}

function readSpeed(text: string): PlaybackSpeed {
  if (text === 'max') return text;
  const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (speed >= slowest && speed <= fastest) return speed;
  throw new SpyglassError(
    'usage',
    `--speed ${text}: expected a number from ${slowest} to ${fastest}, or max.`,
    {
      hint: 'For example --speed 60: a minute a second.',
    },
  );
}

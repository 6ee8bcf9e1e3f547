import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type {
  PlaybackGap,
  PlaybackSession,
  PlaybackSpeed,
  PlaybackState,
  RebuiltStretch,
} from '../../protocol/playback.ts';
import { formatCount } from './number.ts';
import { dayMs, formatClock, formatDate, formatWeekdayDate } from './time.ts';
import { upstreamText } from './upstream-text.ts';

/** `×10`, `as fast as can be`. */
export function speedText(speed: PlaybackSpeed): string {
  return speed === 'max' ? 'as fast as can be' : `×${speed}`;
}

/** What a playback does: `×10`, `paused`, `paused at the end`. */
export function paceText({ speed, isPaused, isAtEnd }: PlaybackState): string {
  if (isPaused) return isAtEnd ? 'paused at the end' : 'paused';
  return speedText(speed);
}

/** `poll 46 of 391`; empty where the session has none. */
export function pollText({ poll, polls }: Pick<PlaybackState, 'poll' | 'polls'>): string {
  return polls === 0 ? '' : `poll ${formatCount(poll)} of ${formatCount(polls)}`;
}

/** An instant with its day: `Tue 24 Nov 10:15:00`. */
export function instantText(at: number): string {
  return `${formatWeekdayDate(newYorkDate(at))} ${formatClock(at)}`;
}

/** When a gap lies: `10:14:30–10:31:00`, `since 10:14:30`, with dates where it is longer than a day. */
export function gapTimesText({ from, to }: Pick<PlaybackGap, 'from' | 'to'>): string {
  if (to === null) return `since ${formatClock(from)}`;
  if (to - from < dayMs) return `${formatClock(from)}–${formatClock(to)}`;
  const moment = (at: number) => `${formatDate(newYorkDate(at))} ${formatClock(at)}`;
  return `${moment(from)} – ${moment(to)}`;
}

/**
 * What is said of an instant that was not recorded but rebuilt afterwards, and its stretch; `null` where it is none. The text:
 * `rebuilt from the vendor’s bars (upstream unreachable)`.
 */
export function rebuiltAt(
  { gaps, rebuilt = [] }: Pick<PlaybackSession, 'gaps' | 'rebuilt'>,
  at: number,
): { stretch: RebuiltStretch; text: string } | null {
  const stretch = rebuilt.find(({ from, to }) => from <= at && at < to);
  if (!stretch) return null;
  const gap = gaps.find(({ from, to }) => from <= at && (to === null || at < to));
  return { stretch, text: `rebuilt from the vendor’s bars${gap ? ` (${gapReasonText(gap)})` : ''}` };
}

/** Why nothing was recorded, as the daemon noted it. */
export function gapReasonText({ reason }: Pick<PlaybackGap, 'reason'>): string {
  return upstreamText(reason, 160);
}

import { newYorkDate, newYorkInstant, formatNewYorkTime } from '../../../market/calendar/new-york-time.ts';
import { playbackSpeeds, type PlaybackSession, type RecordedDay } from '../../../protocol/playback.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import { firstAfter, lastBefore } from '../../state/playback/playback.ts';
import { shownPlayback } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { seekFrom } from '../../playback/seeks.ts';

/** An instant to go to (epoch ms), or a sentence that says why there is none. */
export type Target = number | string;

const opening = 'The recording is still being opened.';
const noOutline = 'Of this day no polls are known.';
export const noDays = 'No recorded days are known.';

/** Whether a target is unknown only because the session's outline, or the recorded days, have not come. */
export function isAwaited(target: Target): boolean {
  return target === noOutline || target === noDays;
}

/** The instant that steps start from: where the last one leads, though it may not have arrived. */
const from = (state: DashboardState): number => seekFrom(state).at ?? state.now.market;

/** The session of the instant that steps start from; `null` until it is known. */
function session(state: DashboardState): PlaybackSession | null {
  return shownPlayback(state)?.session ?? null;
}

/** Whether a recording is on screen. */
export function canPlay(state: DashboardState): true | string {
  return shownPlayback(state) !== null || opening;
}

/** The poll after or before the instant, of the same day. */
export const pollTarget =
  (step: 1 | -1) =>
  (state: DashboardState): Target => {
    const known = session(state);
    if (!known) return noOutline;
    const found = step > 0 ? firstAfter(known.polls, from(state)) : lastBefore(known.polls, from(state));
    if (found !== null) return found;
    return step > 0
      ? 'This is the last poll of the day; {playback-day-after} goes to the next day.'
      : 'This is the first poll of the day; {playback-day-before} goes to the day before.';
  };

/** What is recorded after now does not exist. */
export const minutesTarget =
  (minutes: number) =>
  (state: DashboardState): Target => {
    const at = from(state);
    const to = Math.min(at + minutes * 60_000, state.now.market);
    return to > at || minutes < 0 ? to : 'This is the market’s latest instant.';
  };

export const boundaryTarget =
  (end: 'open' | 'close') =>
  (state: DashboardState): Target => {
    const known = session(state);
    if (!known) return noOutline;
    return known[end] <= state.now.market ? known[end] : `The session has not come to its ${end} yet.`;
  };

/** The recorded day after or before the one on screen, at the same time of day as far as it is recorded. */
export const dayTarget =
  (step: 1 | -1) =>
  (state: DashboardState): Target => {
    const playback = shownPlayback(state);
    if (!playback?.days) return noDays;
    const date = playedDate(state);
    const day =
      step > 0
        ? playback.days.find((each) => each.date > date)
        : playback.days.findLast((each) => each.date < date);
    if (!day) {
      const which = step > 0 ? 'after' : 'before';
      return `No day ${which} ${formatWeekdayDate(date)} is recorded.`;
    }
    return sameTimeOn(state, day);
  };

/** The day of the instant that steps start from. */
export function playedDate(state: DashboardState): string {
  const playback = shownPlayback(state);
  const at = from(state);
  // A session's evening before belongs to it, so the day is the session's where the instant is still its own.
  return at === playback?.now ? (playback.state?.date ?? newYorkDate(at)) : newYorkDate(at);
}

/** The instant of a recorded day at the time of day that is shown, as far as the day is recorded. */
export function sameTimeOn(state: DashboardState, { date, firstAt, lastAt }: RecordedDay): number {
  const same = newYorkInstant(date, formatNewYorkTime(from(state), true));
  return Math.max(firstAt, Math.min(lastAt, same));
}

export const markerTarget =
  (step: 1 | -1) =>
  (state: DashboardState): Target => {
    const known = session(state);
    if (!known) return noOutline;
    const markers = known.markers.map(({ at }) => at);
    const found = step > 0 ? firstAfter(markers, from(state)) : lastBefore(markers, from(state));
    if (found !== null) return found;
    return step > 0 ? 'There is no later marker on this day.' : 'There is no earlier marker on this day.';
  };

/** The next faster or slower speed, or why there is none. */
export function speedBy(state: DashboardState, step: 1 | -1): Target {
  const { speed } = seekFrom(state);
  const found =
    step > 0
      ? playbackSpeeds.find((each) => speed !== 'max' && each > speed)
      : playbackSpeeds.findLast((each) => speed === 'max' || each < speed);
  return found ?? (step > 0 ? 'This is the fastest speed.' : 'This is the slowest speed.');
}

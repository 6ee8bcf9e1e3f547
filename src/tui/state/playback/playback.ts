import type { MethodParams } from '../../../protocol/methods.ts';
import type { PlaybackSession, PlaybackState, RecordedDay } from '../../../protocol/playback.ts';
import type { AlertsReport } from '../../../protocol/alerts.ts';
import { noAlerts } from '../alerts.ts';
import { type Answers, noAnswers } from '../answers.ts';
import type { MarketClockAnchor } from '../market-clock.ts';
import type { Mark } from './mark.ts';
import { emptyPicture, type Picture } from '../picture/picture.ts';

/** Where a seek goes, and how it is played from there: `at` is the last recorded instant where it is absent. */
export interface Seek extends Pick<MethodParams<'subscribe'>, 'at' | 'expiration'> {
  symbol: string;
  speed: NonNullable<MethodParams<'subscribe'>['speed']>;
  paused: boolean;
}

/** A recording that is played in place of the market as it is. Instants are epoch ms. */
export interface Playback {
  picture: Picture;
  answers: Answers;
  /** The alerts of the shown day up to the instant, and no rules: how they stood is not kept. */
  alerts: AlertsReport;
  /** As the daemon said it last; `null` until the first picture has come. */
  state: PlaybackState | null;
  /** The session that is shown, as a whole; `null` until it has come, and where nothing of it is recorded. */
  session: PlaybackSession | null;
  /** The New York date whose session has been answered, also where there is none; `null` before the first. */
  outlined: string | null;
  /** Recorded days of the symbol, oldest first; `null` until they have come. */
  days: readonly RecordedDay[] | null;
  /** Runs the instant on while the recording is played; it stands while it is paused. */
  anchor: MarketClockAnchor;
  /** The instant that is shown. */
  now: number;
  /** The seek that is on its way, the newest where several were asked for; `null` while none is. */
  seeking: Seek | null;
  /** The instant that others are compared with; `null` without one. */
  mark: Mark | null;
}

/** A playback that has no picture yet: what was on screen stays there until it has. */
export function openingPlayback(now: number, real: number): Playback {
  return {
    picture: emptyPicture,
    answers: noAnswers,
    alerts: noAlerts,
    state: null,
    session: null,
    outlined: null,
    days: null,
    anchor: { market: now, real, speed: 0 },
    now,
    seeking: null,
    mark: null,
  };
}

/** The first of some ascending instants after `at`; `null` where none is. */
export function firstAfter(instants: readonly number[], at: number): number | null {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return instants[low] ?? null;
}

/** The last of some ascending instants before `at`; `null` where none is. */
export function lastBefore(instants: readonly number[], at: number): number | null {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return instants[low - 1] ?? null;
}

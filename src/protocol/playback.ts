import type { AlertKind } from '../market/alerts/alert.ts';

/** Speeds of a playback, as multiples of the market's own. */
export const playbackSpeeds = [1, 2, 5, 10, 30, 60, 300] as const;

/**
 * How fast a recording is played: a multiple of the market's own pace, or as fast as the client reads, with nothing merged.
 */
export type PlaybackSpeed = number | 'max';

/** How the playback of one client stands. Instants are epoch ms. */
export interface PlaybackState {
  /** The instant that everything it is sent is as of: what was received later is not in it. */
  at: number;
  /** Raised by each seek; an event with a lower one is from before the seek. */
  generation: number;
  speed: PlaybackSpeed;
  isPaused: boolean;
  /** It has come to the end of what is recorded, or of what was asked for; it is paused there. */
  isAtEnd: boolean;
  /** New York date of the session that `at` belongs to: from its overnight session on until the next one's. */
  date: string;
  /** Polls of the chain in that session up to `at`, and in all of it. */
  poll: number;
  polls: number;
  /** Since when nothing of the chain was recorded at `at`, until when, and why; `null` where it was. */
  missing: PlaybackGap | null;
  /** Why the recording could not be read on; the playback is paused. Absent otherwise. */
  problem?: PlaybackProblem | undefined;
}

/** An error as people read it, with its code of `base/errors.ts` and what to do about it. */
export interface PlaybackProblem {
  code: string;
  message: string;
  hint: string;
}

/** Time in which nothing was recorded. */
export interface PlaybackGap {
  from: number;
  /** `null` while it lasts. */
  to: number | null;
  /** For people: `daemon was not running`, `upstream unreachable`. */
  reason: string;
}

/** Time that was rebuilt afterwards from the vendor's minute bars, because nothing of it was recorded. */
export interface RebuiltStretch {
  from: number;
  to: number;
}

export const playbackMarkerKinds = [
  'alert',
  'flip-moved',
  'wall-moved',
  'move-reached',
  'early-close',
] as const;

/** What a marker stands for. */
export type PlaybackMarkerKind = (typeof playbackMarkerKinds)[number];

/** Something of a session that one may want to go to. It says when and what kind, and nothing of its values. */
export interface PlaybackMarker {
  at: number;
  kind: PlaybackMarkerKind | 'unknown';
  /** Of an alert. */
  alert?: AlertKind | 'unknown';
}

/** A recorded session as a whole, to find one's way in it: it reaches beyond the instant that is looked at. */
export interface PlaybackSession {
  symbol: string;
  /** New York date. */
  date: string;
  /** When its pre-market, regular session and the underlying's options begin and end. */
  preOpen: number;
  open: number;
  close: number;
  optionClose: number;
  postClose: number;
  isEarlyClose: boolean;
  /** When the nearest chain was polled, oldest first. */
  polls: number[];
  /** Of the chain, oldest first. */
  gaps: PlaybackGap[];
  /** Of the chain, oldest first: parts of gaps, or of a session that was not recorded; absent where nothing is rebuilt. */
  rebuilt?: RebuiltStretch[];
  /** Oldest first. */
  markers: PlaybackMarker[];
}

/** A day with recorded polls of a symbol. */
export interface RecordedDay {
  /** New York date. */
  date: string;
  /** Polls of the nearest chain. */
  polls: number;
  /** The first and the last of them. */
  firstAt: number;
  lastAt: number;
  /** Recorded part of the session, 0 to 1; `null` where that is unknown. */
  ratio: number | null;
  /** Part that was rebuilt afterwards, which `ratio` does not count; absent where nothing was. */
  rebuilt?: number;
  isEarlyClose: boolean;
}

/** Where a condition begins to hold. */
export interface PlaybackFound {
  /** Epoch ms; `null` where it does not within what was searched. */
  at: number | null;
  /** How far was searched: the next search goes on from here. */
  searchedTo: number;
}

import type { ExportOpening, ReadChunk } from '../exports/open-exports.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { EventName } from '../../protocol/events.ts';
import type { MethodName, MethodParams } from '../../protocol/methods.ts';
import type { OpenedExport } from '../../protocol/methods/export-methods.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { Missed } from '../../protocol/missed.ts';
import type { PlaybackFound, PlaybackGap, PlaybackSession, RecordedDay } from '../../protocol/playback.ts';

/** An event as it was sent, or would have been, when the recording was made. */
export interface PastEvent {
  name: EventName;
  /** Epoch ms of its receipt by the daemon. */
  at: number;
  /** Its payload, as JSON. */
  json: string;
}

/** A stretch of a recording. */
export interface PastStretch {
  subscription: ChainSubscription;
  /** Events received after this instant … */
  from: number;
  /** … and up to this one. */
  to: number;
  /** No more than about this many polls of chains at once. */
  maxPolls: number;
}

/** Some events of a stretch, oldest first. */
export interface PastEvents {
  events: PastEvent[];
  /** Everything up to here is in it; the rest of the stretch begins after it. */
  to: number;
}

/** Where a chain's playback stands at an instant, as far as the recording says it. */
export interface PastPlace {
  /** New York date of the session; see `PlaybackState`. */
  date: string;
  poll: number;
  polls: number;
  missing: PlaybackGap | null;
}

/** What a client is shown at an instant. */
export interface PastPicture {
  /** A `Snapshot` without `seq` and `playback`, as JSON: the text of an object, with its braces. */
  json: string;
  place: PastPlace;
}

/** The methods that read the recorded market; in a playback they are answered as of its instant. */
export const pastMethods = [
  'quote.get',
  'chain.get',
  'levels.get',
  'levels.sum',
  'levels.history',
  'levels.recomputed',
  'bars.get',
  'alerts.get',
] as const satisfies MethodName[];

/** One of them. */
export type PastMethod = (typeof pastMethods)[number];

/**
 * Reads a recording as of any instant. Everything goes out as JSON text where it is meant for a client, so that a thread
 * that passes it on does not have to make it. Any method may fail with a `SpyglassError`: `database_*`, `data_dir`.
 */
export interface PastReader {
  /** When anything was received last, up to an instant; `null` where nothing was. */
  lastReceivedAt(subscription: ChainSubscription, asOf: number): Promise<number | null>;
  /** What was known of a subscription at an instant. */
  picture(subscription: ChainSubscription, at: number): Promise<PastPicture>;
  /** The next events of a stretch. */
  events(stretch: PastStretch): Promise<PastEvents>;
  /** Where a subscription's playback stands at an instant. */
  place(subscription: ChainSubscription, at: number): Promise<PastPlace>;
  /** Every method of `pastMethods` as of an instant, its result as JSON; an `at` or `to` beyond it is cut. */
  ask<M extends PastMethod>(
    method: M,
    params: MethodParams<M>,
    subscription: ChainSubscription,
    asOf: number,
  ): Promise<string>;
  /** The days with recorded polls up to an instant, oldest first. */
  days(symbol: string, asOf: number): Promise<RecordedDay[]>;
  /** `null` where nothing of the day is recorded up to an instant, or it has no session. */
  session(symbol: string, date: string, asOf: number): Promise<PlaybackSession | null>;
  /** @throws SpyglassError `usage` for a rule that cannot be read, or watches what is not recorded */
  find(request: MethodParams<'playback.find'> & { symbol: string }, asOf: number): Promise<PlaybackFound>;
  /** A chain as it was recorded, without what follows from it: that of its last poll up to an instant. */
  chain(underlying: string, expiration: string, asOf: number): Promise<Chain | null>;
  /** When a chain was polled, from one instant up to another, oldest first. */
  polledAt(underlying: string, expiration: string, from: number, asOf: number): Promise<number[]>;
  /** What happened between two instants. @throws SpyglassError `usage` where the second one is the earlier one */
  missed(range: { since: number; until: number }): Promise<Missed>;
  /**
   * Begins an export under a number, and names its columns. @param now up to when there can be gaps at least
   * @throws SpyglassError `not_running` where recordings are only played
   */
  openExport(id: number, request: ExportOpening, now: number): Promise<OpenedExport>;
  /** The next rows of it. @throws SpyglassError `archive_damaged`, `archive_unavailable` */
  readExport(id: number): Promise<ReadChunk>;
  /** Gives it up; nothing where it is not open. */
  closeExport(id: number): Promise<void>;
  close(): Promise<void>;
}

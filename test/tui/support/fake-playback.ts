import type { Snapshot } from '../../../src/protocol/events.ts';
import type { MethodParams } from '../../../src/protocol/methods.ts';
import type { PlaybackSession, PlaybackState, RecordedDay } from '../../../src/protocol/playback.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { sampleChain, sampleIntraday, sampleQuote } from './sample-chain.ts';
import { type FakeConnection, fakeConnection } from './fake-connection.ts';
import { sampleSnapshot, sampleSubscription } from './sample.ts';
import { sampleHello, samplePhase } from './sample-hello.ts';
import { close, open, optionClose, sampleDate } from './sample-times.ts';

/** The instant at which a sample playback begins: on the sample day, some hours before now. */
export const playedAt = newYorkInstant(sampleDate, '10:15:00');

/** A seek that the daemon has not answered. */
export interface AskedSeek {
  params: MethodParams<'subscribe'>;
  answer(snapshot: Snapshot): void;
  refuse(error: unknown): void;
}

/** A connection that plays what the test tells it to. */
export interface FakePlayback extends FakeConnection {
  /** What it was opened with. */
  opened: MethodParams<'subscribe'>;
  /** Seeks after that, oldest first. */
  seeks: AskedSeek[];
  isClosed: boolean;
}

export function fakePlayback(opened: MethodParams<'subscribe'>): FakePlayback {
  const connection = fakeConnection();
  const seeks: AskedSeek[] = [];
  const playback: FakePlayback = {
    ...connection,
    opened,
    seeks,
    isClosed: false,
    subscribe: (params) =>
      new Promise((resolve, reject) => {
        seeks.push({
          params,
          answer(snapshot) {
            connection.connect(snapshot, sampleHello());
            resolve();
          },
          refuse: reject,
        });
      }),
    async close() {
      playback.isClosed = true;
      await connection.close();
    },
  };
  return playback;
}

export function samplePlaybackState(given: Partial<PlaybackState> = {}): PlaybackState {
  return {
    ...{ at: playedAt, generation: 1, speed: 1, isPaused: true, isAtEnd: false },
    ...{ date: sampleDate, poll: 46, polls: 391, missing: null },
    ...given,
  };
}

/** What is shown at an instant of the sample day. */
export function playedSnapshot(state: Partial<PlaybackState> = {}, given: Partial<Snapshot> = {}): Snapshot {
  const playback = samplePlaybackState(state);
  const { at } = playback;
  const quote = sampleQuote({
    price: 669.4,
    timestamp: at - 3000,
    receivedAt: at - 3000,
    quotedAt: at - 3000,
  });
  const chain = { ...sampleChain(), timestamp: at, underlyingPrice: 669.4 };
  return sampleSnapshot({
    ...{ quote, chain, priceLine: sampleIntraday(669.4, at - 3000), phase: samplePhase() },
    ...{ usage: null, jobs: [], levelsHistory: [], subscription: sampleSubscription(), playback },
    watch: [{ symbol: 'SPY', quote }],
    ...given,
  });
}

/** The sample day: a poll a minute, with one gap. */
export function sampleSession(given: Partial<PlaybackSession> = {}): PlaybackSession {
  return {
    ...{ symbol: 'SPY', date: sampleDate, preOpen: open - 5.5 * 3_600_000 },
    ...{ open, close, optionClose, postClose: close + 4 * 3_600_000, isEarlyClose: false },
    polls: Array.from({ length: 391 }, (_, minute) => open + minute * 60_000),
    gaps: [{ from: playedAt + 600_000, to: playedAt + 1_560_000, reason: 'the daemon was not running' }],
    markers: [
      { at: open + 600_000, kind: 'wall-moved' },
      { at: playedAt + 1_200_000, kind: 'alert', alert: 'rule' },
    ],
    ...given,
  };
}

export function sampleDays(): RecordedDay[] {
  return ['2026-11-19', '2026-11-20', sampleDate].map((date) => ({
    ...{ date, polls: 391, ratio: 1, isEarlyClose: false },
    firstAt: newYorkInstant(date, '09:30'),
    lastAt: newYorkInstant(date, '16:15'),
  }));
}

import type { Clock } from '../../base/clock.ts';
import { toSpyglassError } from '../../base/errors.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { PlaybackProblem, PlaybackSpeed, PlaybackState } from '../../protocol/playback.ts';
import type { PastEvent, PastPlace, PastReader } from './past-reader.ts';
import { playEvents } from './play-events.ts';
import { createPlaybackTime } from './playback-time.ts';

/** From where on a recording is played, and how. */
export interface PlayRequest {
  subscription: ChainSubscription;
  /** Epoch ms; where the playback is now, or the last recorded instant where there is none yet. */
  at?: number | undefined;
  /** As before, or 1. */
  speed?: PlaybackSpeed | undefined;
  /** As before; a playback begins paused. */
  paused?: boolean | undefined;
  /** Epoch ms at which it ends; without it where the recording does. */
  until?: number | undefined;
}

/** What a client sees after a seek. */
export interface Played {
  /** The picture, as `PastPicture.json`. */
  json: string;
  state: PlaybackState;
  /** Goes on from there, if the client has not sought again meanwhile. To be called when it has been sent the picture. */
  begin(): void;
}

/** The playback of one client. */
export interface Player {
  /** Goes to another instant, subscription or speed. @throws SpyglassError what the reader throws */
  seek(request: PlayRequest): Promise<Played>;
  /** The instant that is shown now, epoch ms. */
  at(): number;
  close(): void;
}

/** Where events are read and sent. */
export interface PlayerOptions {
  /** Generations begin after this one. */
  generation?: number;
  reader: PastReader;
  /** The daemon's. Playback runs by its real time; nothing later than its `now` is read. */
  clock: Clock;
  /** Resolves when the next event may be sent. */
  send: (event: PastEvent, generation: number) => Promise<void>;
  /** Reading has failed; the playback is paused, and its client has been told. */
  onFailure: (error: unknown) => void;
}

/** @returns a playback that shows nothing until its first `seek` */
export function createPlayer(options: PlayerOptions): Player {
  const { reader, clock, onFailure } = options;
  const time = createPlaybackTime(clock);
  let generation = options.generation ?? 0;
  let run = new AbortController();
  /** What is played; `null` before the first seek. */
  let played: { subscription: ChainSubscription; until: number | undefined } | null = null;
  let isAtEnd = false;
  let place: PastPlace | null = null;

  const stateAt = (at: number): PlaybackState => ({
    ...{ at, generation, ...time.pace, isAtEnd },
    ...(place ?? { date: tradeDateOf(at), poll: 0, polls: 0, missing: null }),
  });
  const send = (event: PastEvent) => options.send(event, generation);
  const sendState = (at: number, problem?: PlaybackProblem) => {
    const state = { ...stateAt(at), problem };
    return send({ name: 'playback', at: state.at, json: JSON.stringify(state) });
  };
  const pauseAt = async (at: number, problem?: PlaybackProblem) => {
    time.showAt(at);
    time.pace.isPaused = true;
    await sendState(at, problem);
  };
  const begin = async (next: NonNullable<typeof played>, signal: AbortSignal) => {
    if (time.pace.isPaused || signal.aborted) return;
    time.showAt(time.at());
    // A reader that is behind its pace has not sent yet what is between the event and the time.
    const onPlace = (moved: PastPlace, at: number) => {
      place = moved;
      return sendState(at);
    };
    try {
      if (!(await playEvents({ reader, clock, time, ...next, signal, send, onPlace }))) return;
      isAtEnd = true;
      const end = Math.min(next.until ?? time.at(), clock.now());
      // At the highest speed nobody has asked for it on the way.
      place = await reader.place(next.subscription, end);
      if (!signal.aborted) await pauseAt(end);
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      const { code, message, hint } = toSpyglassError(error);
      await pauseAt(time.at(), { code, message, hint });
    }
  };

  return {
    at: time.at,
    async seek({ subscription, at, until, ...request }) {
      const now = played ? time.at() : null;
      run.abort();
      run = new AbortController();
      const { signal } = run;
      const own = ++generation;
      const wanted = at ?? now ?? (await reader.lastReceivedAt(subscription, clock.now())) ?? clock.now();
      const instant = Math.min(wanted, clock.now());
      const picture = await reader.picture(subscription, instant);
      const pace = {
        speed: request.speed ?? time.pace.speed,
        isPaused: request.paused ?? time.pace.isPaused,
      };
      if (signal.aborted) {
        const state = { ...stateAt(instant), ...picture.place, ...pace, generation: own };
        return { json: picture.json, state, begin: () => undefined };
      }
      const next = { subscription, until };
      time.pace = pace;
      time.showAt(instant);
      played = next;
      isAtEnd = false;
      place = picture.place;
      return { json: picture.json, state: stateAt(instant), begin: () => void begin(next, signal) };
    },
    close: () => run.abort(),
  };
}

import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { eventNames } from '../../protocol/events.ts';
import type { MethodParams, MethodResults } from '../../protocol/methods.ts';
import type { Missed } from '../../protocol/missed.ts';
import type { PlaybackFound, PlaybackSession, RecordedDay } from '../../protocol/playback.ts';
import type { Client, LookedAt } from '../server/client.ts';
import { type ClientExports, createClientExports } from '../exports/client-exports.ts';
import { RawJson } from '../server/raw-json.ts';
import type { ClientPlayback } from './client-playback.ts';
import type { PastMethod, PastReader } from './past-reader.ts';
import { createPlayer } from './player.ts';
import { createSharedReader, type SharedReader } from './shared-reader.ts';

/** The playbacks of all clients, which read through one reader. */
export interface Playbacks {
  /** There is no market as it is: who subscribes plays the recording, whatever it names. */
  readonly isAll: boolean;
  /** Begins a client's playback, or goes elsewhere with it. @throws SpyglassError what the reader throws */
  subscribe(client: Client<LookedAt>, params: MethodParams<'subscribe'>): Promise<RawJson>;
  /** The client watches the market as it is, or has left. */
  leave(client: Client<LookedAt>): void;
  /** A method's answer as of the instant that a client looks at. */
  ask<M extends PastMethod>(method: M, params: MethodParams<M>, playback: ClientPlayback): Promise<RawJson>;
  /** The same as of now, for a client that watches the market as it is. */
  askNow<M extends PastMethod>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  /** Reads recorded chains beside the daemon's thread. */
  chains: Pick<PastReader, 'chain' | 'polledAt'>;
  days(params: MethodParams<'playback.days'>): Promise<RecordedDay[]>;
  session(params: MethodParams<'playback.session'>): Promise<PlaybackSession | null>;
  find(params: MethodParams<'playback.find'>): Promise<PlaybackFound>;
  /** What happened between two instants, none of them later than now. */
  missed(params: MethodParams<'missed.get'>): Promise<Missed>;
  /** Exports that clients read. */
  exports: ClientExports;
  close(): Promise<void>;
}

/** How the past is read, and what is shown where a client names no symbol. */
export interface PlaybacksOptions {
  openReader: () => Promise<PastReader>;
  clock: Clock;
  log: Logger;
  mainSymbol: string;
  /** Sets `Playbacks.isAll`. */
  isAll?: boolean;
}

/** Whether a subscription is to the recording: it names an instant, a speed or a pause. */
export function isPlayback({ at, speed, paused }: MethodParams<'subscribe'>): boolean {
  return at !== undefined || speed !== undefined || paused !== undefined;
}

/** Opens the reader when a client first needs it, and closes it when none has for a while. */
export function createPlaybacks(options: PlaybacksOptions): Playbacks {
  const { openReader, clock, log, mainSymbol, isAll = false } = options;
  const reader = createSharedReader(openReader, clock);
  const generations = new WeakMap<Client<LookedAt>, number>();

  const begin = (client: Client<LookedAt>) =>
    beginPlayback(client, { reader, clock, log, mainSymbol, generations });
  return {
    isAll,
    async subscribe(client, { symbol, expiration, at, speed, paused, until }) {
      const isNew = client.playback === null;
      const playback = client.playback ?? begin(client);
      client.playback = playback;
      if (symbol !== undefined || expiration !== undefined) {
        const named = symbol ?? playback.subscription.symbol;
        playback.subscription = { symbol: named, expiration: expiration ?? null };
      }
      try {
        const { subscription, player } = playback;
        const seeking = player.seek({ subscription, at, speed, paused, until });
        playback.seeking = Promise.allSettled([seeking]);
        const { json, state, begin: goOn } = await seeking;
        generations.set(client, state.generation);
        // What waits is of the market as it is.
        client.outbox.forget(eventNames);
        // After the answer: it holds the number of the last event before it.
        clock.after(0, goOn);
        const rest = `"playback":${JSON.stringify(state)},"seq":${client.outbox.seq()}`;
        return new RawJson(`${json.slice(0, -1)},${rest}}`);
      } catch (error) {
        if (isNew) this.leave(client);
        throw error;
      }
    },
    leave(client) {
      client.playback?.player.close();
      client.playback = null;
    },
    async ask(method, params, { subscription, player, seeking }) {
      await seeking;
      return new RawJson(await reader.shared.ask(method, params, subscription, player.at()));
    },
    async askNow<M extends PastMethod>(method: M, params: MethodParams<M>) {
      const main = { symbol: mainSymbol, expiration: null };
      return JSON.parse(await reader.shared.ask(method, params, main, clock.now())) as MethodResults[M];
    },
    chains: reader.shared,
    days: ({ symbol = mainSymbol }) => reader.shared.days(symbol, clock.now()),
    session: ({ symbol = mainSymbol, date }) => reader.shared.session(symbol, date, clock.now()),
    find: ({ symbol = mainSymbol, ...request }) => reader.shared.find({ symbol, ...request }, clock.now()),
    missed: ({ since, until = clock.now() }) =>
      reader.shared.missed({ since, until: Math.min(until, clock.now()) }),
    exports: createClientExports({ reader, clock, mainSymbol }),
    close: reader.close,
  };
}

interface PlaybackParts extends Pick<PlaybacksOptions, 'clock' | 'log' | 'mainSymbol'> {
  reader: SharedReader;
  /** The last one of each client, which the next playback goes on from. */
  generations: WeakMap<Client<LookedAt>, number>;
}

/** A playback that shows nothing yet; it keeps the reader open until it is closed. */
function beginPlayback(
  client: Client<LookedAt>,
  { reader, clock, log, mainSymbol, generations }: PlaybackParts,
): ClientPlayback {
  const leaveReader = reader.hold();
  const player = createPlayer({
    ...{ reader: reader.shared, clock, generation: generations.get(client) ?? 0 },
    async send({ name, at, json }, generation) {
      generations.set(client, generation);
      await client.outbox.play(name, json, { at, generation });
    },
    onFailure: (error) => log.error({ err: error, client: client.name }, 'the recording could not be read'),
  });
  const close = () => {
    player.close();
    leaveReader();
  };
  const subscription = { symbol: mainSymbol, expiration: null };
  return { player: { ...player, close }, subscription, seeking: Promise.resolve() };
}

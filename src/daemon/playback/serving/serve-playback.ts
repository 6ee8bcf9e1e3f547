import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/log.ts';
import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import type { Hello } from '../../../protocol/state.ts';
import { protocolVersion } from '../../../protocol/version.ts';
import { createEventBus } from '../../event-bus.ts';
import type { LookedAt } from '../../server/client.ts';
import { listen } from '../../server/listen.ts';
import type { PastSettings } from '../past/past-settings.ts';
import type { PastReader } from '../past-reader.ts';
import { createPlaybacks } from '../playbacks.ts';
import { playbackClock } from './playback-clock.ts';
import { createPlaybackMethods } from './playback-methods.ts';

/** A recording, and where it is played to clients. */
export interface ServePlaybackOptions {
  /** Closed with the server. */
  reader: PastReader;
  databasePath: string;
  /** Of the database. */
  mode: 'live' | 'demo';
  settings: PastSettings;
  socketPath: string;
  platform: NodeJS.Platform;
  /** The machine's. */
  clock: Clock;
  log: Logger;
  appVersion: string;
  pid: number;
}

/** A server that only plays. */
export interface PlaybackServer {
  close(): Promise<void>;
}

/**
 * Plays a recording to clients on a socket by the daemon's protocol, without a daemon: nothing is polled or changed. Who
 * subscribes without an instant sees the last recorded one, paused.
 * @throws SpyglassError `socket`, or what the reader throws
 */
export async function servePlayback(options: ServePlaybackOptions): Promise<PlaybackServer> {
  const { reader, settings, socketPath, platform, log } = options;
  const main: LookedAt = { subscription: { symbol: settings.symbol, expiration: null } };
  const newest = await reader.lastReceivedAt(main.subscription, lastInstant);
  const clock = playbackClock(options.clock, newest);
  const hello = helloOf(options);
  const playbacks = createPlaybacks({
    ...{ clock, log, mainSymbol: settings.symbol, isAll: true },
    openReader: async () => ({ ...reader, close: async () => {} }),
  });
  const listener = await listen<LookedAt>({
    ...{ socketPath, platform, clock, log, playbacks, epoch: hello.epoch },
    bus: createEventBus(),
    methods: createPlaybackMethods({
      ...{ reader, greeting: () => ({ ...hello, now: clock.now() }) },
      lastInstant: () => newest ?? clock.now(),
    }),
    subscriptions: { main, take: () => main, release: () => {} },
  });
  return {
    async close() {
      await listener.close();
      await playbacks.close();
      await reader.close();
    },
  };
}

function helloOf({ settings, mode, databasePath, appVersion, pid, clock }: ServePlaybackOptions): Hello {
  const symbols = recordedSymbolsOf(settings);
  return {
    ...{ protocolVersion, appVersion, pid, epoch: randomUUID(), mode },
    symbol: settings.symbol,
    ...(symbols.length > 1 && { symbols }),
    databasePath,
    now: clock.now(),
    clockSpeed: clock.speed,
    isVirtualClock: false,
    isPlaybackOnly: true,
  };
}

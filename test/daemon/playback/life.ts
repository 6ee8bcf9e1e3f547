import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ExecutionContext } from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Settings } from '../../../src/config/settings/settings-table.ts';
import type { PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { type HttpGet, httpGet } from '../../../src/sources/polygon/http/http-get.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { EventName, Snapshot } from '../../../src/protocol/events.ts';
import { formatNewYorkTime } from '../../../src/market/calendar/new-york-time.ts';
import { helloParams, openSocketClient, type SocketClient } from '../../golden-days/socket-client.ts';
import { type PolledDaemon, type PolledSetup, startPolledDaemon } from '../polled-daemon.ts';

/** An event as a client hears it. */
export interface Heard {
  name: EventName;
  payload: unknown;
}

const stepMs = 60_000;

/** A client that hears all that the daemon says while its clock is moved. */
export interface Listener {
  /** Moves the clock to an instant and collects what is said on the way. */
  until(at: number): Promise<void>;
  readonly heard: readonly Heard[];
  /** The quotes that it was shown as it began. */
  readonly before: readonly Quote[];
  /** The symbols that it was shown. */
  readonly watched: readonly string[];
  /** Collects what has been said. */
  take(): Promise<void>;
  /** What it has subscribed to. */
  looked: Snapshot['subscription'];
  close(): void;
}

/** Listens to a daemon. @param heard where it goes on from what was heard of another one */
export async function listenTo(
  { socketPath, clock }: Pick<PolledDaemon, 'socketPath' | 'clock'>,
  { subscription = {}, heard = [] }: { subscription?: object; heard?: Heard[] } = {},
): Promise<Listener> {
  const client: SocketClient = await openSocketClient(socketPath);
  await client.ask('hello', helloParams);
  const { watch, subscription: looked } = (await client.ask('subscribe', subscription)) as Snapshot;
  const take = async () => {
    for (const { method, params } of await client.take()) {
      heard.push({ name: method as EventName, payload: params.payload });
    }
  };
  return {
    ...{ heard, take, looked },
    before: watch.flatMap(({ quote }) => quote ?? []),
    watched: watch.map(({ symbol }) => symbol),
    close: client.close,
    async until(at) {
      while (clock.now() < at) {
        await clock.advance(Math.min(stepMs, at - clock.now()));
        await take();
      }
    },
  };
}

/** Whether the vendor is out of reach; set while a daemon runs. */
export interface Outage {
  isDown: boolean;
}

/** Sends requests, and fails them while there is an outage. */
export function throughOutages(outage: Outage): HttpGet {
  return async (url, options) => {
    if (outage.isDown) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return httpGet(url, options);
  };
}

/** What is recorded, and which subscriptions listen. */
export interface Life {
  from: number;
  to: number;
  settings?: Partial<Settings>;
  simulator?: PolledSetup['simulator'];
  /** Those of the listeners; the main symbol's nearest chain where none are given. */
  subscriptions?: { symbol?: string; expiration?: string }[];
}

/** Records a stretch with one daemon, and holds what is played of it for each subscription against what was heard. */
export async function recordAndPlay(
  t: ExecutionContext,
  { from, to, settings = {}, simulator, subscriptions = [{}] }: Life,
): Promise<{ reader: PastReader; dir: string }> {
  const daemon = await startPolledDaemon(t, {
    // What is rebuilt afterwards was never lived.
    ...{ at: from, settings: { recordRefill: false, ...settings } },
    simulator: { profile: 'advanced', ...simulator },
  });
  const listeners: Listener[] = [];
  for (const subscription of subscriptions) listeners.push(await listenTo(daemon, { subscription }));
  while (daemon.clock.now() < to) {
    await daemon.clock.advance(Math.min(stepMs, to - daemon.clock.now()));
    for (const listener of listeners) await listener.take();
  }
  const reader = await readerOf(t, daemon.dir, settings);
  for (const [index, subscription] of subscriptions.entries()) {
    const listener = listeners[index]!;
    listener.close();
    const played = await eventsIn(reader, { from, to, ...subscription });
    const { before, watched, looked } = listener;
    const { symbol, expiration } = looked;
    const { json } = await reader.picture({ symbol, expiration }, to);
    t.deepEqual((JSON.parse(json) as Snapshot).subscription.optionsEnd, looked.optionsEnd);
    const heard = listener.heard.filter(({ name, payload }) => {
      const { receivedAt, timestamp = Infinity, symbol } = payload as Partial<Quote>;
      // Others listen, too: what they alone look at is not in a playback.
      if (name === 'quote') return receivedAt! > from && watched.includes(symbol!);
      return name === 'alert' || timestamp > from;
    });
    holdsLife(t, { heard, played, before });
  }
  return { reader, dir: daemon.dir };
}

/** A reader of what a daemon has recorded, beside it. */
export async function readerOf(
  t: Pick<ExecutionContext, 'teardown'>,
  dir: string,
  settings: Partial<Settings> = {},
): Promise<PastReader> {
  const recording = await openForReading({ path: path.join(dir, 'spyglass.sqlite') });
  t.teardown(recording.close);
  return createPastReader({
    recording,
    settings: { ...loadSettings({ env: {} }).settings, ...settings },
  });
}

/** All events of a stretch, one part after the other. */
export async function eventsIn(
  reader: PastReader,
  stretch: { from: number; to: number; symbol?: string; expiration?: string; maxPolls?: number },
): Promise<(Heard & { at: number })[]> {
  const { from, to, symbol = 'SPY', expiration = null, maxPolls = 7 } = stretch;
  const all: (Heard & { at: number })[] = [];
  for (let after = from; after < to; ) {
    const part = await reader.events({ subscription: { symbol, expiration }, from: after, to, maxPolls });
    all.push(...part.events.map(({ name, at, json }) => ({ name, at, payload: JSON.parse(json) })));
    after = part.to;
  }
  return all;
}

/** What a playback must say as it was said when it was recorded. */
const compared: readonly EventName[] = ['chain', 'levels', 'alert', 'gap'];

/** The events that a playback repeats one by one. */
export function comparable(events: readonly Heard[]): Heard[] {
  return events.filter(({ name }) => compared.includes(name)).map(({ name, payload }) => ({ name, payload }));
}

const ofQuote = ['receivedAt', 'timestamp', 'quotedAt', 'slotAt'];

function saidBy(quote: Quote): string {
  const said = Object.entries(quote).filter(([field]) => !ofQuote.includes(field));
  return JSON.stringify(said.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The quotes of each symbol without those that say what the one before said. */
export function quotesWithoutRepeats(
  events: readonly Heard[],
  before: readonly Quote[] = [],
): Record<string, unknown[]> {
  const quotes: Record<string, unknown[]> = {};
  const last = new Map(before.map((quote) => [quote.symbol, saidBy(quote)]));
  for (const { name, payload } of events) {
    if (name !== 'quote') continue;
    const { symbol } = payload as { symbol: string };
    const said = saidBy(payload as Quote);
    if (last.get(symbol) === said) continue;
    last.set(symbol, said);
    quotes[symbol] = [...(quotes[symbol] ?? []), payload];
  }
  return quotes;
}

/** Holds what is played of a stretch against what was heard in it. @param unheard instants at which nobody listened yet */
export function holdsLife(
  t: ExecutionContext,
  {
    heard,
    played,
    unheard = [],
    before = [],
  }: {
    heard: readonly Heard[];
    played: readonly (Heard & { at: number })[];
    unheard?: number[];
    before?: readonly Quote[];
  },
): void {
  const lived = comparable(heard);
  const again = comparable(played.filter(({ at }) => !unheard.includes(at)));
  for (const [index, event] of lived.entries()) {
    if (isDeepStrictEqual(again[index], event)) continue;
    const near = (events: readonly Heard[]) =>
      events
        .slice(Math.max(0, index - 3), index + 4)
        .map(briefly)
        .join('\n');
    t.log(`event ${index} of ${lived.length}, lived:\n${near(lived)}\nplayed:\n${near(again)}`);
    t.deepEqual(again[index], event);
    return;
  }
  t.is(again.length, lived.length);
  t.deepEqual(
    quotesWithoutRepeats(
      played.filter(({ at }) => !unheard.includes(at)),
      before,
    ),
    quotesWithoutRepeats(heard, before),
  );
}

function briefly({ name, payload }: Heard): string {
  const { timestamp, at, expiration } = payload as Record<string, number | string>;
  const when = timestamp ?? at;
  const time = typeof when === 'number' ? formatNewYorkTime(when, true) : '';
  return `${name} ${time} ${expiration ?? ''} ${name === 'gap' ? JSON.stringify(payload).slice(0, 500) : ''}`;
}

import type { Clock } from '../../base/clock.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { PastEvent, PastPlace, PastReader } from './past-reader.ts';
import type { PlaybackTime } from './playback-time.ts';

/** Polls that are read ahead. */
const pollsAhead = 4;
/** The same where events are sent as fast as they are read. */
const maxPollsAhead = 16;

/** What is played, by whose time, and where its events go. */
export interface PlayOptions {
  reader: Pick<PastReader, 'events' | 'place'>;
  clock: Clock;
  time: PlaybackTime;
  subscription: ChainSubscription;
  /** Epoch ms; `undefined` plays to the end of the recording. */
  until: number | undefined;
  /** Ends it without a word. */
  signal: AbortSignal;
  /** Resolves when the next event may be sent. */
  send: (event: PastEvent) => Promise<void>;
  /** Takes where the playback stands after an event that moves it (epoch ms); nothing where events go as fast as they are read. */
  onPlace: (place: PastPlace, at: number) => Promise<void>;
}

/**
 * Sends each event of a recording when it is due, from the time's instant on.
 * @returns whether it has come to its end, rather than to the signal
 * @throws SpyglassError what the reader throws
 */
export async function playEvents(options: PlayOptions): Promise<boolean> {
  const { reader, clock, time, subscription, until, signal } = options;
  for (let from = time.at(); !signal.aborted; ) {
    // Nothing later than now is read, whatever the rows say.
    const end = Math.min(until ?? Number.POSITIVE_INFINITY, clock.now());
    if (from >= end) return true;
    const maxPolls = time.pace.speed === 'max' ? maxPollsAhead : pollsAhead;
    const { events, to } = await reader.events({ subscription, from, to: end, maxPolls });
    if (events.length === 0 && to >= end) return !signal.aborted;
    for (const [index, event] of events.entries()) {
      const isOver = !goesOnToday(events.slice(index), time.at());
      if (!signal.aborted) await time.waitUntil(event.at, signal, isOver);
      if (!signal.aborted) await sendOne(event, options);
    }
    from = to;
  }
  return false;
}

/** Whether something was recorded in the rest of a day; its phases alone are nothing to wait for. */
function goesOnToday(events: readonly PastEvent[], at: number): boolean {
  const next = events.find(({ name }) => name !== 'phase');
  return next !== undefined && tradeDateOf(next.at) === tradeDateOf(at);
}

async function sendOne(event: PastEvent, { reader, time, subscription, signal, send, onPlace }: PlayOptions) {
  await send(event);
  const moves = event.name === 'chain' || event.name === 'gap';
  if (!moves || time.pace.speed === 'max' || signal.aborted) return;
  const place = await reader.place(subscription, event.at);
  if (!signal.aborted) await onPlace(place, event.at);
}

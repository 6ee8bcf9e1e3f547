import { systemClock } from '../../base/clock.ts';
import { isErrorCode, SpyglassError } from '../../base/errors.ts';
import { instantWords } from '../../market/calendar/typed-time/instant-words.ts';
import { createEventOrder } from '../../protocol/connection/event-order.ts';
import { type Link, openLink } from '../../protocol/connection/link.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import type { PlaybackProblem } from '../../protocol/playback.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { type EndOfOutput, endOfOutput } from './end-of-output.ts';
import { type PlaybackHome, withPlaybackHome } from '../playback/playback-home.ts';
import type { PlaybackWish } from '../playback/playback-flags.ts';
import { type PlayedDay, playedDay } from '../playback/played-day.ts';

/** What is played, and who prints it. */
export interface ReplayEventsOptions {
  wish: PlaybackWish;
  /** `null` for the one that is recorded first. */
  symbol: string | null;
  /** Prints a snapshot, or the payload of an event, of an instant. */
  print(event: string, payload: unknown, at: number): void;
  isWanted(event: DaemonEvent): boolean;
}

/**
 * Prints the events of a recorded day, from the running daemon or without one. A reader that is slow is waited for: nothing
 * is merged or dropped. Ends with the day, on INT, and when the reader has had enough.
 * @throws SpyglassError `usage`, `no_data`, `not_running` where the daemon ends before the day does
 */
export async function replayEvents(invocation: Invocation, options: ReplayEventsOptions): Promise<void> {
  const { stdout, appVersion } = invocation.environment;
  const end = endOfOutput(stdout);
  const use = async ({ instance: { socketPath } }: PlaybackHome) => {
    const link = await openLink({ socketPath, clock: systemClock(), appVersion, client: 'events' });
    try {
      await play(invocation, link, options, end);
    } finally {
      link.close();
    }
  };
  try {
    await withPlaybackHome(invocation, 'events', use, end.signal);
  } catch (error) {
    if (!end.signal.aborted) throw error;
  } finally {
    end.stop();
  }
}

async function play(
  invocation: Invocation,
  link: Link,
  options: ReplayEventsOptions,
  end: EndOfOutput,
): Promise<void> {
  const { stdout } = invocation.environment;
  const { hello } = link;
  const symbol = options.symbol ?? hello.symbol;
  const params = {
    symbol,
    ...stretch(await playedDay(invocation, link, options.wish, symbol), options.wish),
  };
  const played = Promise.withResolvers<void>();
  let at = params.at;
  const waitForReader = () => {
    if (!stdout.writableNeedDrain) return;
    link.pause();
    stdout.once('drain', link.resume);
  };
  const take = (event: DaemonEvent) => {
    at = event.at ?? at;
    if (event.name === 'playback') {
      const { isAtEnd, problem } = event.payload;
      if (isAtEnd) played.resolve();
      else if (problem) played.reject(errorOf(problem));
    } else if (options.isWanted(event)) {
      options.print(event.name, event.payload, at);
      waitForReader();
    }
  };
  const order = createEventOrder(
    (snapshot) => options.print('snapshot', snapshot, params.at),
    () => link.close(),
  );
  const arrive = (seq: number, deliver: () => void) => order.arrive({ seq, isAlert: false, deliver });
  link.onEvent((event) => arrive(event.seq, () => take(event)));
  link.onUnknownEvent(({ seq }) => seq !== null && arrive(seq, () => {}));
  void link.closed.then((reason) => played.reject(brokenOff(at, hello.now, reason)));
  order.take(await link.request('subscribe', params));
  await Promise.race([played.promise, end.reached]);
}

/** As `subscribe` takes it: from an instant up to another, the whole day where none is named. */
function stretch(day: PlayedDay, { from, to, speed = 'max' }: PlaybackWish) {
  const at = from ? day.instant(from) : day.start;
  const until = to ? day.instant(to) : day.end;
  if (at < until) return { at, until, speed, paused: false };
  const text = from ? 'the end is not after --from' : 'it is not of the day that is played';
  throw new SpyglassError('usage', `--to: ${text}.`, {
    hint: 'Times are of the day that --replay names, such as --from open --to close-10m.',
  });
}

/** Why a playback has stopped before its end. */
function errorOf({ code, message, hint }: PlaybackProblem): SpyglassError {
  return new SpyglassError(isErrorCode(code) ? code : 'internal', message, { hint });
}

function brokenOff(at: number, now: number, reason: string): SpyglassError {
  return new SpyglassError('not_running', `The playback ended at ${instantWords(at, now)}: ${reason}.`, {
    hint: 'Run it again, with --from where it is to go on from there.',
  });
}

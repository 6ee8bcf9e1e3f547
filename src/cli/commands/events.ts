import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import { createConnection } from '../../protocol/connection/connection.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { endOfOutput } from '../events/end-of-output.ts';
import { eventSentence, symbolOfEvent } from '../events/event-text.ts';
import { note, printJsonLine, printLine } from '../output/output.ts';
import { type PlaybackFlags, playbackWish } from '../playback/playback-flags.ts';

interface EventsFlags extends GlobalFlags, PlaybackFlags {
  json?: boolean;
  /** The recorded day that is played in place of the market as it is. */
  replay?: string;
}

/** How events are printed, and which. */
interface EventsOutput {
  /** `null` for all. */
  symbol: string | null;
  print(event: string, payload: unknown, at: number): void;
  isWanted(event: DaemonEvent): boolean;
}

/**
 * Everything that happens, as it happens or as it was recorded, or what is about one symbol: one JSON object a line with
 * `--json`, else one sentence. Ends with 0 on Ctrl-C and when whoever reads has had enough.
 */
export async function events(invocation: Invocation, flags: EventsFlags): Promise<undefined> {
  const { environment } = invocation;
  const symbol = symbolGiven(flags);
  const output: EventsOutput = {
    symbol,
    print: (event, payload, at) =>
      flags.json
        ? printJsonLine(environment, { event, at, payload })
        : printLine(environment, eventSentence(event, payload, at)),
    isWanted: (event) => symbol === null || symbolOfEvent(event) === symbol,
  };
  if (flags.replay === undefined) {
    refuseOfRecordings(flags);
    await follow(invocation, output);
    return;
  }
  const wish = playbackWish(flags.replay, flags);
  const { replayEvents } = await import('../events/replay-events.ts');
  await replayEvents(invocation, { wish, ...output });
}

/** @throws SpyglassError `usage` */
function refuseOfRecordings({ from, to, speed, archive }: EventsFlags): void {
  const given = Object.entries({ from, to, speed, archive }).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new SpyglassError('usage', `--${given[0]} is about a recorded day: it goes with --replay DATE.`);
}

/** What a running daemon says. Reconnects when the daemon comes back. */
async function follow(invocation: Invocation, { symbol, print, isWanted }: EventsOutput): Promise<void> {
  const { environment } = invocation;
  // Nobody there at the start is a mistake of the caller's; later it is something to wait out.
  const { link, instance } = await requireDaemon(invocation, 'events');
  link.close();
  const end = endOfOutput(environment.stdout);
  const clock = systemClock();
  const connection = createConnection({
    socketPath: instance.socketPath,
    clock,
    appVersion: environment.appVersion,
    client: 'events',
    ...(symbol !== null && { subscription: { symbol } }),
  });
  let wasLost = false;
  connection.onState((state) => {
    if (state.status === 'lost' && !wasLost) note(environment, `Lost: ${state.message}; waiting for it.`);
    if (state.status === 'connected' && wasLost) note(environment, 'Connected again.');
    wasLost = state.status === 'lost';
  });
  let now = () => clock.now();
  connection.onSnapshot((snapshot, hello) => {
    // The daemon's clock runs at its own speed from when it greeted.
    const since = clock.monotonic();
    now = () => Math.round(hello.now + (clock.monotonic() - since) * hello.clockSpeed);
    // The daemon follows a limited number of chains; quotes and alerts of the symbol come all the same.
    if (symbol !== null && snapshot.subscription.symbol !== symbol) {
      note(environment, `The daemon has no room for the chain of ${symbol}; its levels will not come.`);
    }
    print('snapshot', snapshot, now());
  });
  connection.onEvent((event) => {
    if (isWanted(event)) print(event.name, event.payload, now());
  });
  // A newer daemon's; whoever reads JSON may know more than this version.
  connection.onUnknownEvent(({ name, payload }) => {
    if (symbol === null) print(sanitizeText(name, 60), payload, now());
  });
  await end.reached;
  end.stop();
  await connection.close();
}

import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import { type Link, openLink } from '../../protocol/connection/link.ts';
import { interact, isPictureOnly } from '../dashboard/dashboard.ts';
import type { Home } from '../dashboard/home.ts';
import { printHome } from '../dashboard/print-once.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { timeArgument } from '../invocation/time-argument.ts';
import { type PlaybackHome, withPlaybackHome } from './playback-home.ts';
import { type PlaybackFlags, type PlaybackWish, playbackWish } from './playback-flags.ts';
import { playedDay } from './played-day.ts';
import { playedInstant } from './played-instant.ts';

/**
 * The dashboard in playback: on the running daemon, else on a server in this process that only plays. Where output is no
 * terminal, or with `--once`, one picture of it.
 * @throws SpyglassError `usage`, `no_data`, and what opening a recording throws
 */
export async function replay(
  invocation: Invocation,
  flags: GlobalFlags & PlaybackFlags,
  [day]: string[],
): Promise<number> {
  const wish = playbackWish(day, flags);
  if (wish.speed === 'max') {
    throw new SpyglassError(
      'usage',
      '--speed max is too fast to look at; `spyglass events --replay` takes it.',
    );
  }
  const symbol = symbolGiven(flags);
  const at: FirstPicture = (link) => firstOfDay(invocation, link, wish, symbol);
  if (isPictureOnly(invocation, flags)) return await printPast(invocation, flags, at);
  return await interact(invocation, flags, (use, signal) =>
    withPlaybackHome(
      invocation,
      'dashboard',
      async (home) => use(await homeOf(invocation, home, at)),
      signal,
    ),
  );
}

/** `--once --at`: one picture of the dashboard as of an instant. */
export async function printOnceAt(invocation: Invocation, flags: GlobalFlags, at: string): Promise<number> {
  const time = timeArgument(at, '--at');
  const symbol = symbolGiven(flags);
  return await printPast(invocation, flags, async (link) => {
    const named = symbol ?? link.hello.symbol;
    return { symbol: named, at: (await playedInstant(invocation, link, time, named)).at, paused: true };
  });
}

/** What is shown first, once somebody answers. */
type FirstPicture = (link: Link) => Promise<MethodParams<'subscribe'>>;

async function printPast(invocation: Invocation, flags: GlobalFlags, first: FirstPicture): Promise<number> {
  return await withPlaybackHome(invocation, 'dashboard', async (home) =>
    printHome(invocation, flags, await homeOf(invocation, home, first)),
  );
}

async function homeOf(
  { environment: { appVersion } }: Invocation,
  { instance, isOwn }: PlaybackHome,
  first: FirstPicture,
): Promise<Home> {
  const { socketPath } = instance;
  const link = await openLink({ socketPath, clock: systemClock(), appVersion, client: 'dashboard' });
  try {
    return {
      ...{ instance, isEmbedded: isOwn, recording: null, notice: null, asking: null },
      ready: Promise.resolve(),
      playback: { first: await first(link), isOnly: isOwn },
      close: async () => {},
    };
  } finally {
    link.close();
  }
}

/** The last recorded instant where nothing is named; else the day's opening, or its first poll where that came later. */
async function firstOfDay(
  invocation: Invocation,
  link: Link,
  wish: PlaybackWish,
  symbol: string | null,
): Promise<MethodParams<'subscribe'>> {
  const { speed, from } = wish;
  const named = symbol ?? link.hello.symbol;
  const day = await playedDay(invocation, link, wish, named);
  const isLast = !wish.day && !from && speed === undefined;
  const { firstAt } = day.recorded;
  return {
    symbol: named,
    ...(from && { at: day.instant(from) }),
    ...(!from && !isLast && { at: Math.max(day.open ?? firstAt, firstAt) }),
    ...(speed !== undefined && { speed }),
    paused: speed === undefined,
  };
}

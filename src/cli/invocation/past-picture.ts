import type { Settings } from '../../config/settings/settings-table.ts';
import type { SummedLevels } from '../../market/levels/sum-levels.ts';
import type { Link } from '../../protocol/connection/link.ts';
import type { Snapshot } from '../../protocol/events.ts';
import { type AnswerSource, asAnswered, withAnswerSource } from './answer-source.ts';
import type { Invocation } from './invocation.ts';
import { pastInstant } from './past-instant.ts';
import { type NamedInstant, timeArgument } from './time-argument.ts';

/** What was known at an instant of the past. */
export interface PastAnswer {
  asOf: NamedInstant;
  /** The symbol that is recorded first: what names none is about it. */
  first: string;
  /** What is not recorded, such as jobs, rules and usage, is empty in it. */
  picture: Snapshot;
}

/** The instant that is asked about, as it was typed, and the symbol; `null` for the one that is recorded first. */
export interface PastRequest {
  at: string;
  symbol: string | null;
}

/**
 * What was known at the instant that `--at` names, by the running daemon or by the recordings.
 * @throws SpyglassError `usage`, `not_running`, and what `openPast` throws
 */
export async function pastPicture(
  invocation: Invocation,
  client: string,
  request: PastRequest,
): Promise<PastAnswer> {
  return await withPast(invocation, client, request, async ({ picture, ...known }) => ({
    ...known,
    picture: await picture(),
  }));
}

/**
 * The levels of all recorded expirations of a symbol together at the instant that `--at` names; `null` where it was not
 * recorded. Throws as `pastPicture`.
 */
export async function pastSum(
  invocation: Invocation,
  request: PastRequest,
): Promise<{ asOf: NamedInstant; sum: SummedLevels | null }> {
  return await withPast(invocation, 'levels', request, async ({ asOf, sum }) => ({ asOf, sum: await sum() }));
}

/** What can be asked about an instant. */
interface Past extends Pick<PastAnswer, 'asOf' | 'first'> {
  picture(): Promise<Snapshot>;
  sum(): Promise<SummedLevels | null>;
}

async function withPast<T>(
  invocation: Invocation,
  client: string,
  { at, symbol: asked }: PastRequest,
  use: (past: Past) => Promise<T>,
): Promise<T> {
  const wanted = timeArgument(at, '--at');
  return await withAnswerSource(invocation, client, async (source) => {
    const settings = await settingsOf(invocation, source);
    const first = source.from === 'daemon' ? source.link.hello.symbol : settings.symbol;
    const symbol = asked ?? first;
    const asOf = await pastInstant(invocation, source, wanted, symbol);
    return await use({ asOf, first, ...(await readsOf(source, settings, symbol, asOf.at)) });
  });
}

async function settingsOf({ loaded: { settings } }: Invocation, source: AnswerSource): Promise<Settings> {
  if (source.from === 'daemon') return settings;
  const { settingsFor } = await import('../../daemon/playback/serving/recorded-settings.ts');
  return settingsFor(settings, {
    mode: source.mode,
    underlyings: await source.db.chains.underlyings(source.asOf),
  });
}

type Reads = Pick<Past, 'picture' | 'sum'>;

/** A client that plays the recording is answered as of its instant. */
function readsBy(link: Link, symbol: string, at: number): Reads {
  const picture = () => link.request('subscribe', { symbol, at, paused: true });
  return {
    picture,
    async sum() {
      await picture();
      return await link.request('levels.sum', { symbol });
    },
  };
}

async function readsOf(source: AnswerSource, settings: Settings, symbol: string, at: number): Promise<Reads> {
  if (source.from === 'daemon') return readsBy(source.link, symbol, at);
  const { createPastReader } = await import('../../daemon/playback/past/create-past-reader.ts');
  const reader = createPastReader({ recording: source.db, settings });
  const subscription = { symbol, expiration: null };
  return {
    async picture() {
      const { json } = await reader.picture(subscription, at);
      return asAnswered('subscribe', { ...JSON.parse(json), seq: 0 });
    },
    async sum() {
      return asAnswered(
        'levels.sum',
        JSON.parse(await reader.ask('levels.sum', { symbol }, subscription, at)),
      );
    },
  };
}

/** The first line of an answer of the past, for people. */
export function pastLine({ understood }: NamedInstant): string {
  return `As of ${understood}, as it was recorded.`;
}

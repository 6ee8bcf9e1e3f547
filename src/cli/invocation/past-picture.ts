import type { Settings } from '../../config/settings/settings-table.ts';
import type { Snapshot } from '../../protocol/events.ts';
import { type AnswerSource, asAnswered, withAnswerSource } from './answer-source.ts';
import type { Invocation } from './invocation.ts';
import { pastInstant } from './past-instant.ts';
import { type NamedInstant, timeArgument } from './time-argument.ts';

/** What was known at an instant of the past. */
export interface PastAnswer {
  then: NamedInstant;
  /** The symbol that is recorded first: what names none is about it. */
  first: string;
  /** What is not recorded, such as jobs, rules and usage, is empty in it. */
  picture: Snapshot;
}

/**
 * What was known at the instant that `--at` names, by the running daemon or by the recordings.
 * @param symbol `null` for the one that is recorded first
 * @throws SpyglassError `usage`, `not_running`, and what `openPast` throws
 */
export async function pastPicture(
  invocation: Invocation,
  client: string,
  { at, symbol }: { at: string; symbol: string | null },
): Promise<PastAnswer> {
  const wanted = timeArgument(at, '--at');
  return await withAnswerSource(invocation, client, async (source) => {
    const settings = await settingsOf(invocation, source);
    const first = source.from === 'daemon' ? source.link.hello.symbol : settings.symbol;
    const named = symbol ?? first;
    const then = await pastInstant(invocation, source, wanted, named);
    return { then, first, picture: await readPicture(settings, source, named, then.at) };
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

async function readPicture(
  settings: Settings,
  source: AnswerSource,
  symbol: string,
  at: number,
): Promise<Snapshot> {
  if (source.from === 'daemon') return await source.link.request('subscribe', { symbol, at, paused: true });
  const { createPastReader } = await import('../../daemon/playback/past/create-past-reader.ts');
  const reader = createPastReader({ recording: source.db, settings });
  const { json } = await reader.picture({ symbol, expiration: null }, at);
  return asAnswered('subscribe', { ...JSON.parse(json), seq: 0 });
}

/** The first line of an answer of the past, for people. */
export function pastLine({ understood }: NamedInstant): string {
  return `As of ${understood}, as it was recorded.`;
}

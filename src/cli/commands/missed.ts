import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import { timeForms } from '../../market/calendar/typed-time/time-forms.ts';
import type { Missed } from '../../protocol/missed.ts';
import { readLastOpen } from '../dashboard/last-open.ts';
import { candidates } from '../daemon/find-daemon.ts';
import { type AnswerSource, asAnswered, marketNow, withAnswerSource } from '../invocation/answer-source.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { pastInstant } from '../invocation/past-instant.ts';
import { type TimeArgument, timeArgument } from '../invocation/time-argument.ts';
import { printJson, printLine } from '../output/output.ts';

/**
 * Prints what happened since an instant, by default since a dashboard was open last: alerts, gaps, and how much was recorded.
 * It comes from the daemon, or from the recordings up to their end. Throws `SpyglassError` (`usage`, `no_data`,
 * `not_running`).
 */
export async function missed(
  invocation: Invocation,
  flags: GlobalFlags & { since?: string; json?: boolean },
): Promise<undefined> {
  const { environment } = invocation;
  const wanted = flags.since === undefined ? null : timeArgument(flags.since, '--since');
  const found = await withAnswerSource(invocation, 'missed', async (source) => {
    const since = await sinceOf(invocation, source, wanted);
    if (source.from === 'daemon') return await source.link.request('missed.get', { since });
    return asAnswered('missed.get', await readMissed(invocation, source, since));
  });
  if (flags.json) printJson(environment, found);
  else printLine(environment, await describe(found));
}

async function sinceOf(
  invocation: Invocation,
  source: AnswerSource,
  wanted: TimeArgument | null,
): Promise<number> {
  if (wanted) return (await pastInstant(invocation, source, wanted, invocation.loaded.settings.symbol)).at;
  const database = source.from === 'daemon' ? source.link.hello.databasePath : source.db.path;
  const isOf = (of: string) => path.basename(of) === path.basename(database);
  const instance = candidates(invocation).find(({ databasePath }) => isOf(databasePath));
  const at = instance ? await readLastOpen(instance.lastOpenPath) : null;
  // What a demo noted in an earlier run may lie ahead of its market.
  if (at !== null && (source.from === 'recordings' || at <= marketNow(source))) return at;
  throw new SpyglassError('usage', 'No dashboard of these recordings has been open yet: say since when.', {
    hint: `Add --since TIME: ${timeForms}.`,
  });
}

/** Up to the end of what is recorded: nobody knows what has not been noticed since. */
async function readMissed(
  { loaded: { settings } }: Invocation,
  { db, asOf }: Extract<AnswerSource, { from: 'recordings' }>,
  since: number,
): Promise<Missed> {
  const { createPastReader } = await import('../../daemon/playback/past/create-past-reader.ts');
  const reader = createPastReader({ recording: db, settings });
  const { symbol } = settings;
  const received = await reader.lastReceivedAt({ symbol, expiration: null }, asOf);
  const gaps = await Promise.all(
    ['quote', 'chain'].map((job) => db.gaps.last({ underlying: symbol, job }, asOf)),
  );
  const [alert] = await db.alerts.latest({ from: since, asOf }, 1);
  const ends = gaps.map((gap) => gap?.endedAt ?? gap?.startedAt ?? 0);
  return await reader.missed({ since, until: Math.max(since, received ?? 0, alert?.at ?? 0, ...ends) });
}

/** In the words of the dashboard. */
async function describe(found: Missed): Promise<string> {
  const { listedText, missedGapText, missedText } = await import('../../tui/present/missed-text.ts');
  const { instantText } = await import('../../tui/present/playback-text.ts');
  const { alerts, alertCount, gaps, gapCount, until } = found;
  const list = (what: string, all: number, lines: string[]) =>
    lines.length === 0 ? [] : ['', `${listedText(what, lines.length, all)} (New York):`, ...lines];
  return [
    missedText(found),
    ...list(
      'Alerts',
      alertCount,
      alerts.map(({ at, message }) => `${instantText(at)}  ${message}`),
    ),
    ...list(
      'Gaps',
      gapCount,
      gaps.map((gap) => `${instantText(gap.from)}  ${missedGapText(gap, until)}`),
    ),
  ].join('\n');
}

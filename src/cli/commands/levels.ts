import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import { SpyglassError } from '../../base/errors.ts';
import { timesOfOptions } from '../../market/quotes/freshness.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Levels } from '../../market/levels/levels.ts';
import type { RecomputedLevels } from '../../recordings/levels.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { optionsMoment, shownBadge, shownFreshness } from '../output/freshness-text.ts';
import { levelsText } from '../output/levels-text.ts';
import { comparisonText } from '../levels/levels-comparison.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { asAnswered, type AnswerSource, withAnswerSource } from '../invocation/answer-source.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { pastLine } from '../invocation/past-picture.ts';
import { pastInstant, recordedDaysHint } from '../invocation/past-instant.ts';
import { type NamedInstant, timeArgument } from '../invocation/time-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface LevelsFlags extends GlobalFlags {
  at?: string;
  recomputed?: boolean;
  allExpirations?: boolean;
  json?: boolean;
}

/**
 * Prints the levels of a chain, from the daemon or from the recordings; or those of all recorded expirations together,
 * from the daemon. Throws `SpyglassError` (`usage`, `no_data`, `not_running`).
 */
export async function levels(invocation: Invocation, flags: LevelsFlags, args: string[]): Promise<undefined> {
  const { settings } = invocation.loaded;
  const symbol = symbolGiven(flags, args[0]) ?? settings.symbol;
  if (flags.allExpirations) {
    const { levelsSum } = await import('../levels/levels-sum.ts');
    await levelsSum(invocation, flags, symbol);
    return;
  }
  const wanted = flags.at === undefined ? undefined : timeArgument(flags.at, '--at');
  let then: NamedInstant | undefined;
  const found = await withAnswerSource(invocation, 'levels', async (source) => {
    then = wanted && (await pastInstant(invocation, source, wanted, symbol));
    const read = await readLevels(invocation, source, symbol, then?.at);
    return read && { levels: read, recomputed: flags.recomputed ? await readRecomputed(source, read) : null };
  });
  if (!found) {
    const when = then === undefined ? '' : ` up to ${then.understood}`;
    throw new SpyglassError(
      'no_data',
      `No levels of ${symbol} have been recorded${when}.`,
      then && { hint: recordedDaysHint },
    );
  }
  print(invocation, flags, found, then);
}

interface Found {
  levels: Levels;
  /** Computed again since; `null` where they were not, or nobody asked. */
  recomputed: RecomputedLevels | null;
}

function print(
  invocation: Invocation,
  flags: LevelsFlags,
  { levels: found, recomputed }: Found,
  then: NamedInstant | undefined,
): void {
  const { environment } = invocation;
  const times = timesOfOptions(found);
  if (flags.recomputed && !recomputed) {
    const date = newYorkDate(found.timestamp);
    note(
      environment,
      `The levels of this poll have not been computed again. \`spyglass levels recompute ${date} --symbol ${found.underlying}\` does so.`,
    );
  }
  if (flags.json) {
    const freshness = shownFreshness(invocation, times);
    printJson(environment, {
      ...found,
      freshness,
      ...(flags.recomputed && { recomputed }),
      ...(then && { asOf: then.at }),
    });
    return;
  }
  if (then) printLine(environment, pastLine(then));
  const text = levelsText(found, { at: optionsMoment(times), badge: shownBadge(invocation, times) });
  printLine(environment, recomputed ? `${text}\n\n${comparisonText(found, recomputed)}` : text);
}

/** Those of the very poll that is printed. */
async function readRecomputed(source: AnswerSource, found: Levels): Promise<RecomputedLevels | null> {
  const { underlying, expiration, timestamp } = found;
  const recomputed =
    source.from === 'daemon'
      ? await source.link.request('levels.recomputed', { symbol: underlying, at: timestamp })
      : await source.db.recomputedLevels.at({ underlying, expiration, timestamp }, source.asOf);
  return recomputed?.levels.timestamp === timestamp ? recomputed : null;
}

async function readLevels(
  invocation: Invocation,
  source: AnswerSource,
  symbol: string,
  at: number | undefined,
): Promise<Levels | null> {
  if (source.from === 'daemon') {
    return await source.link.request('levels.get', { symbol, ...(at !== undefined && { at }) });
  }
  const [{ levelsAt }, { withRebuilt }] = await Promise.all([
    import('../../daemon/underlyings/recorded-levels.ts'),
    import('../../daemon/rebuild/shown/with-rebuilt.ts'),
  ]);
  const { asOf } = source;
  const db = at === undefined ? source.db : withRebuilt(source.db);
  const newest = (await db.levels.at(symbol, asOf)) ?? (await db.chains.latest(symbol, asOf));
  const instant = at ?? newest?.timestamp ?? null;
  if (instant === null) return null;
  const { settings } = invocation.loaded;
  const { readMarketDays } = await import('../../daemon/market-days/open-market-days.ts');
  const { calendar } = await readMarketDays(settings, db.exchangeDays, asOf);
  const assumptions = assumptionsOf(settings, calendar);
  return asAnswered('levels.get', await levelsAt(db, assumptions, symbol, instant, settings.dealerSign));
}

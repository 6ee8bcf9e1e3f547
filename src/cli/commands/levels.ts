import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import { SpyglassError } from '../../base/errors.ts';
import { timesOfOptions } from '../../market/quotes/freshness.ts';
import type { Levels } from '../../market/levels/levels.ts';
import { marketNow } from './chain.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { optionsMoment, shownBadge, shownFreshness } from '../output/freshness-text.ts';
import { levelsText } from '../output/levels-text.ts';
import { printJson, printLine } from '../output/output.ts';
import { asAnswered, type AnswerSource, withAnswerSource } from '../invocation/answer-source.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { instantArgument } from '../invocation/time-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface LevelsFlags extends GlobalFlags {
  at?: string;
  json?: boolean;
}

/**
 * Prints the levels of a chain, from the daemon or from the recordings. Throws `SpyglassError` (`usage`, `no_data`).
 */
export async function levels(invocation: Invocation, flags: LevelsFlags, args: string[]): Promise<undefined> {
  const { settings } = invocation.loaded;
  const symbol = symbolGiven(flags, args[0]) ?? settings.symbol;
  const wanted = flags.at === undefined ? undefined : instantArgument(flags.at, '--at');
  const found = await withAnswerSource(invocation, 'levels', async (source) => {
    return await readLevels(invocation, source, symbol, wanted?.(marketNow(source)));
  });
  if (!found) {
    const when = flags.at === undefined ? '' : ` up to ${flags.at}`;
    throw new SpyglassError('no_data', `No levels of ${symbol} have been recorded${when}.`);
  }
  const times = timesOfOptions(found);
  if (flags.json)
    printJson(invocation.environment, { ...found, freshness: shownFreshness(invocation, times) });
  else
    printLine(
      invocation.environment,
      levelsText(found, { at: optionsMoment(times), badge: shownBadge(invocation, times) }),
    );
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
  const { levelsAt } = await import('../../daemon/underlyings/recorded-levels.ts');
  const { db, asOf } = source;
  const newest = (await db.levels.at(symbol, asOf)) ?? (await db.chains.latest(symbol, asOf));
  const instant = at ?? newest?.timestamp ?? null;
  if (instant === null) return null;
  const { settings } = invocation.loaded;
  const { readMarketDays } = await import('../../daemon/market-days/open-market-days.ts');
  const { calendar } = await readMarketDays(settings, db.exchangeDays, asOf);
  const assumptions = assumptionsOf(settings, calendar);
  return asAnswered('levels.get', await levelsAt(db, assumptions, symbol, instant, settings.dealerSign));
}

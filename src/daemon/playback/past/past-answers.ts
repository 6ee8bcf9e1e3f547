import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import { type SummandChain, type SummedLevels, sumLevels } from '../../../market/levels/sum-levels.ts';
import type { MethodParams, MethodResults } from '../../../protocol/methods.ts';
import { recordedChain } from '../../underlyings/chains/recorded-chain.ts';
import { levelsAt, levelsOfSession, levelsOn, recomputedAt } from '../../underlyings/recorded-levels.ts';
import type { PastMethod } from '../past-reader.ts';
import { pastBarsOf } from './past-bars.ts';
import type { PastContext } from './past-context.ts';
import { recordedExpirationsAt } from './past-expirations.ts';
import { alertsAt, levelsOfPoll } from './past-picture.ts';
import { lastPollOf, shownPoll } from './polls/shown-poll.ts';

/** Answers each method as of an instant; what is asked for beyond it is cut. */
type PastAnswers = {
  [M in PastMethod]: (
    context: PastContext,
    params: MethodParams<M>,
    asOf: number,
  ) => Promise<MethodResults[M]>;
};

const upTo = (at: number | undefined, asOf: number) => Math.min(at ?? asOf, asOf);

export const pastAnswers: PastAnswers = {
  'quote.get': ({ recording, settings }, { symbol = settings.symbol }, asOf) =>
    recording.quotes.latest(symbol, asOf),
  'chain.get': async (context, { symbol = context.settings.symbol, expiration, at }, asOf) => {
    const instant = upTo(at, asOf);
    if (at === undefined || at >= asOf) {
      const subscription = { symbol, expiration: expiration ?? null };
      const poll = await lastPollOf(context, { subscription, at: instant });
      return (poll && (await shownPoll(context, subscription, poll)).filled?.chain) ?? null;
    }
    const { assumptions } = await context.marketAt(asOf);
    return recordedChain(context.recording, assumptions, { symbol, expiration, at: instant, asOf });
  },
  'levels.get': async (context, { symbol = context.settings.symbol, at }, asOf) => {
    if (at === undefined || at >= asOf) {
      return levelsOfPoll(context, { subscription: { symbol, expiration: null }, at: asOf });
    }
    const { assumptions } = await context.marketAt(asOf);
    return levelsAt(context.recording, assumptions, symbol, at, context.settings.dealerSign);
  },
  'levels.sum': (context, { symbol = context.settings.symbol }, asOf) => sumAt(context, symbol, asOf),
  'levels.history': async (context, { symbol = context.settings.symbol, date }, asOf) => {
    const { hours } = await context.marketAt(asOf);
    if (date === undefined) return levelsOfSession({ levels: context.sessions }, hours, symbol, asOf);
    return levelsOn({ levels: context.sessions }, hours, { symbol, date }, asOf);
  },
  'levels.recomputed': async (context, { symbol = context.settings.symbol, at }, asOf) => {
    const { calendar } = (await context.marketAt(asOf)).hours;
    return recomputedAt(context.recording, calendar, { symbol, at: upTo(at, asOf), asOf });
  },
  'bars.get': (context, { symbol = context.settings.symbol, timeframe, from, to }, asOf) =>
    pastBarsOf(context, { symbol, timeframe, from, to }, asOf),
  'alerts.get': (context, _params, asOf) => alertsAt(context, asOf),
};

/** The recorded expirations of a symbol together; `null` where it is not recorded. */
async function sumAt(context: PastContext, symbol: string, at: number): Promise<SummedLevels | null> {
  const { settings } = context;
  if (!recordedSymbolsOf(settings).includes(symbol)) return null;
  const [nearest = '', ...later] = await recordedExpirationsAt(context, symbol, at);
  const summandOf = async (expiration: string | null): Promise<SummandChain> => {
    const subscription = { symbol, expiration };
    const poll = await lastPollOf(context, { subscription, at });
    const filled = poll && (await shownPoll(context, subscription, poll)).filled;
    return { expiration: filled?.chain.expiration ?? expiration ?? nearest, filled };
  };
  const chains: SummandChain[] = [];
  for (const expiration of [null, ...later]) chains.push(await summandOf(expiration));
  return sumLevels(symbol, chains, settings.dealerSign);
}

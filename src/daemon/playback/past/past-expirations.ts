import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { recordedExpirations } from '../../underlyings/expirations/recorded-expirations.ts';
import { nearestBy } from '../../underlyings/chains/recorded-chain.ts';
import {
  chainJobName,
  type JobNames,
  recordedJobNames,
  secondaryJobNames,
} from '../../underlyings/job-names.ts';
import { expirationsOf, hasDailyExpirations } from '../../../market/products/expirations.ts';
import type { PastContext } from './past-context.ts';

/**
 * Expirations of a symbol at an instant, nearest first: by the calendar, and where that does not know all of them, those
 * that had been polled. What the API listed is not recorded.
 */
export async function expirationsAt(
  { recording, marketAt }: PastContext,
  symbol: string,
  at: number,
): Promise<string[]> {
  const { calendar } = (await marketAt(at)).hours;
  const byCalendar = expirationsOf(symbol, calendar, at);
  if (hasDailyExpirations(symbol, calendar, at)) return byCalendar;
  const [first] = nearestBy(undefined, calendar, symbol, at);
  const polled = (await recording.chains.expirations(symbol, at)).filter((date) => date >= first!);
  return [...new Set([...byCalendar, ...polled])].sort();
}

/** The expirations that the settings have recorded at an instant, nearest first. */
export async function recordedExpirationsAt(
  context: PastContext,
  symbol: string,
  at: number,
): Promise<string[]> {
  const listed = await expirationsAt(context, symbol, at);
  return recordedExpirations(context.settings.recordExpirations, listed, newYorkDate(at));
}

/** Whether clients are shown each recorded symbol beside what they look at: where several chains are recorded. */
export async function isRecordedShown(context: PastContext, at: number): Promise<boolean> {
  const [first = '', ...others] = recordedSymbolsOf(context.settings);
  return others.length > 0 || (await recordedExpirationsAt(context, first, at)).length > 1;
}

/** Names of the jobs that poll a subscription. */
export function jobNamesOf(
  { settings }: Pick<PastContext, 'settings'>,
  subscription: ChainSubscription,
): JobNames {
  const index = recordedSymbolsOf(settings).indexOf(subscription.symbol);
  const recorded = index < 0 ? null : recordedJobNames(subscription.symbol, index === 0);
  if (recorded && subscription.expiration === null) return recorded;
  return secondaryJobNames(subscription, recorded);
}

/** What has gaps of its own: a recorded symbol, or one of its later expirations. */
export interface PastKeeper {
  symbol: string;
  /** `null` of the symbol's quote and nearest chain. */
  expiration: string | null;
  /** Names of its jobs, as clients know them. */
  jobs: { quote?: string; chain: string };
  /** Whether it is the only recorded symbol, which needs no name. */
  isOneSymbol: boolean;
}

/** Tells keepers apart. */
export function keyOf({ symbol, expiration }: PastKeeper): string {
  return `${symbol} ${expiration ?? ''}`;
}

/** Everything whose gaps are kept at an instant, in the order of the coverage. */
export async function keepersAt(context: PastContext, at: number): Promise<PastKeeper[]> {
  const symbols = recordedSymbolsOf(context.settings);
  const isOneSymbol = symbols.length === 1;
  const nearest = symbols.map((symbol, index): PastKeeper => {
    const { quote, chain } = recordedJobNames(symbol, index === 0);
    return { symbol, expiration: null, jobs: { quote, chain }, isOneSymbol };
  });
  const later: PastKeeper[] = [];
  for (const symbol of symbols) {
    for (const expiration of (await recordedExpirationsAt(context, symbol, at)).slice(1)) {
      const chain = chainJobName({ symbol, expiration });
      later.push({ symbol, expiration, jobs: { chain }, isOneSymbol });
    }
  }
  return [...nearest, ...later];
}

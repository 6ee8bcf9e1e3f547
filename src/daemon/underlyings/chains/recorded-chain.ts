import type { Recording } from '../../../recordings/recording.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { firstExpirationDay, nearestExpiration } from '../../../market/products/expirations.ts';
import type { PricingAssumptions } from '../../../market/pricing/assumptions.ts';
import { withGreeks } from '../../../market/pricing/chain-greeks.ts';

/** Which recorded chain is asked for. Instants are epoch ms, the expiration is `YYYY-MM-DD`. */
export interface ChainRequest {
  symbol: string;
  /** The nearest one by default. */
  expiration?: string | undefined;
  /** Epoch ms; the newest chain by default. */
  at?: number | undefined;
  /** The newest chain is the newest one by then. */
  asOf: number;
}

/** Where recorded chains are read, by the daemon or by a command without one. */
export interface Recorded {
  chains: Pick<Recording['chains'], 'at' | 'latest' | 'lastPolls'>;
  levels: Pick<Recording['levels'], 'at'>;
}

/**
 * The newest recorded chain, or the one of the last poll up to an instant, with the volatility and greeks that are not
 * recorded: what the daemon and a command without one both answer. `null` where there is none.
 */
export async function recordedChain(
  recorded: Recorded,
  assumptions: PricingAssumptions,
  { symbol, expiration, at, asOf }: ChainRequest,
): Promise<Chain | null> {
  const { calendar } = assumptions;
  const { chains } = recorded;
  const newest = async () => {
    const date = expiration ?? (await lastNearestPoll(recorded, calendar, symbol, asOf))?.expiration;
    return await (date === undefined ? chains.latest(symbol, asOf) : chains.at(symbol, date, asOf));
  };
  const upTo = async (instant: number) => {
    const dates =
      expiration === undefined ? await nearestAt(recorded, calendar, symbol, instant) : [expiration];
    for (const date of dates) {
      const chain = await chains.at(symbol, date, instant);
      if (chain) return chain;
    }
    return null;
  };
  const found = await (at === undefined ? newest() : upTo(at));
  return found ? withGreeks(found, assumptions) : null;
}

/**
 * What may have been a symbol's nearest expiration at an instant: the calendar's word, and what levels were recorded of,
 * since they are recorded of the nearest only.
 */
async function nearestAt(
  { levels }: Recorded,
  calendar: Calendar,
  symbol: string,
  at: number,
): Promise<string[]> {
  return nearestBy((await levels.at(symbol, at))?.expiration, calendar, symbol, at);
}

/** The same, where it is known what levels were recorded of last. @param ofLevels their expiration, if there are any */
export function nearestBy(
  ofLevels: string | undefined,
  calendar: Calendar,
  symbol: string,
  at: number,
): string[] {
  const first = firstExpirationDay(symbol, calendar, at);
  const isOfLevels = ofLevels !== undefined && ofLevels >= first;
  return [...new Set([first, isOfLevels ? ofLevels : nearestExpiration(symbol, calendar, at)])];
}

/** The newest poll of a chain that was the nearest to expire by then: others are recorded while somebody looks at them. */
export async function lastNearestPoll(
  recorded: Recorded,
  calendar: Calendar,
  symbol: string,
  asOf: number,
): Promise<{ expiration: string; at: number } | null> {
  const polls = await recorded.chains.lastPolls(symbol, asOf);
  for (const { expiration, timestamp } of polls.toSorted((one, other) => other.timestamp - one.timestamp)) {
    const nearest = await nearestAt(recorded, calendar, symbol, timestamp);
    if (nearest.includes(expiration)) return { expiration, at: timestamp };
  }
  return null;
}

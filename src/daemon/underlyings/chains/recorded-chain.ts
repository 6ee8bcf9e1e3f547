import type { Recording } from '../../../recordings/recording.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { nearestExpiration } from '../../../market/calendar/expirations.ts';
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
  chains: Pick<Recording['chains'], 'at' | 'latest' | 'expirations' | 'lastPollAt'>;
  levels: Pick<Recording['levels'], 'at'>;
}

/**
 * The newest recorded chain, or the one of the last poll up to an instant, with the volatility and greeks that are not
 * recorded: what the daemon and a command without one both answer. `null` where there is none.
 */
export function recordedChain(
  recorded: Recorded,
  calendar: Calendar,
  { symbol, expiration, at, asOf }: ChainRequest,
): Chain | null {
  const { chains } = recorded;
  const newest = () => {
    const date = expiration ?? lastNearestPoll(recorded, calendar, symbol, asOf)?.expiration;
    return date === undefined ? chains.latest(symbol, asOf) : chains.at(symbol, date, asOf);
  };
  const found =
    at === undefined
      ? newest()
      : (expiration === undefined ? nearestAt(recorded, calendar, symbol, at) : [expiration])
          .map((date) => chains.at(symbol, date, at))
          .find((chain) => chain !== null);
  return found ? withGreeks(found, calendar) : null;
}

/**
 * What may have been a symbol's nearest expiration at an instant: the calendar's word, and what levels were recorded of,
 * since they are recorded of the nearest only.
 */
function nearestAt({ levels }: Recorded, calendar: Calendar, symbol: string, at: number): string[] {
  const first = calendar.zeroDteExpiry(at);
  const ofLevels = levels.at(symbol, at)?.expiration;
  const isOfLevels = ofLevels !== undefined && ofLevels >= first;
  return [...new Set([first, isOfLevels ? ofLevels : nearestExpiration(symbol, calendar, at)])];
}

/** The newest poll of a chain that was the nearest to expire by then: others are recorded while somebody looks at them. */
export function lastNearestPoll(
  recorded: Recorded,
  calendar: Calendar,
  symbol: string,
  asOf: number,
): { expiration: string; at: number } | null {
  const { chains } = recorded;
  const polls = chains.expirations(symbol, asOf).flatMap((expiration) => {
    const at = chains.lastPollAt(symbol, expiration, asOf);
    return at !== null && nearestAt(recorded, calendar, symbol, at).includes(expiration)
      ? [{ expiration, at }]
      : [];
  });
  return polls.reduce<(typeof polls)[number] | null>(
    (newest, poll) => (newest === null || poll.at > newest.at ? poll : newest),
    null,
  );
}

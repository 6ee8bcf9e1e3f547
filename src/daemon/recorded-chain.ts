import type { Database } from '../db/open-database.ts';
import type { Calendar } from '../market/calendar.ts';
import type { Chain } from '../market/chain.ts';
import { nearestExpiration } from '../market/expirations.ts';
import { withGreeks } from './greeks.ts';

export interface ChainRequest {
  symbol: string;
  /** The nearest one by default. */
  expiration?: string | undefined;
  /** Epoch ms; the newest chain by default. */
  at?: number | undefined;
}

type Chains = Pick<Database['chains'], 'at' | 'latest' | 'expirations' | 'lastPollAt'>;

/**
 * The newest recorded chain, or the one of the last poll up to an instant, with the volatility and greeks that are not
 * recorded: what the daemon and a command without one both answer. `null` where there is none.
 */
export function recordedChain(
  chains: Chains,
  calendar: Calendar,
  { symbol, expiration, at }: ChainRequest,
): Chain | null {
  const found =
    at === undefined
      ? chains.latest(symbol, expiration ?? nearestPolled(chains, calendar, symbol))
      : (expiration === undefined ? nearestAt(symbol, calendar, at) : [expiration])
          .map((date) => chains.at(symbol, date, at))
          .find((chain) => chain !== null);
  return found ? withGreeks(found, calendar) : null;
}

/** The main symbol is polled on every trading day, whatever is known of its expirations. */
const nearestAt = (symbol: string, calendar: Calendar, at: number) => [
  calendar.zeroDteExpiry(at),
  nearestExpiration(symbol, calendar, at),
];

/** The expiration that was the nearest when it was polled last: others are recorded while somebody looks at them. */
function nearestPolled(chains: Chains, calendar: Calendar, symbol: string): string | undefined {
  const polls = chains.expirations(symbol).flatMap((expiration) => {
    const at = chains.lastPollAt(symbol, expiration);
    return at !== null && nearestAt(symbol, calendar, at).includes(expiration) ? [{ expiration, at }] : [];
  });
  return polls.sort((one, other) => other.at - one.at)[0]?.expiration;
}

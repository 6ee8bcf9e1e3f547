import type { Calendar } from '../calendar/calendar.ts';
import type { Session } from '../calendar/session.ts';
import type { Chain, OptionQuote } from '../quotes/chain.ts';
import { rootOfSymbol } from '../symbols/roots.ts';
import { chainTimes, type SeriesTimes, seriesTimes } from './series-times.ts';

/** The contracts of one root of a chain. */
export interface ChainSeries {
  root: string;
  /** `null` where the expiration has no session. */
  times: SeriesTimes | null;
  /** In the order of the chain. */
  contracts: OptionQuote[];
}

/**
 * The series of a chain, the one that ends last first: it is what the chain's straddle, smile and forward are of. An empty
 * chain has none.
 */
export function chainSeries(
  { underlying, expiration, contracts }: Pick<Chain, 'underlying' | 'expiration' | 'contracts'>,
  calendar: Calendar,
): ChainSeries[] {
  const byRoot = new Map<string, OptionQuote[]>();
  for (const contract of contracts) {
    const root = rootOfSymbol(contract.symbol);
    const known = byRoot.get(root);
    if (known) known.push(contract);
    else byRoot.set(root, [contract]);
  }
  return [...byRoot]
    .map(([root, own]) => ({
      root,
      times: seriesTimes({ underlying, root, expiration }, calendar),
      contracts: own,
    }))
    .sort((one, other) => (other.times?.end ?? 0) - (one.times?.end ?? 0));
}

/** The hours that levels of a chain go by: those of its session, with the chain's own ends. `null` where there is none. */
export function chainSession(
  underlying: string,
  expiration: string,
  calendar: Calendar,
): Pick<Session, 'open' | 'close' | 'optionClose'> | null {
  const session = calendar.sessionOn(expiration);
  const times = chainTimes(underlying, expiration, calendar);
  return session && times && { open: session.open, close: times.decidedAt, optionClose: times.end };
}

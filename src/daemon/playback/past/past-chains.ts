import type { Chain } from '../../../market/quotes/chain.ts';
import type { PastRecording } from './past-recording.ts';

/** Recorded chains as they were at their polls; those read last are kept. */
export interface PastChains {
  /** The chain of its last poll up to an instant; `null` where there is none, or retention has taken it. */
  at(symbol: string, expiration: string, asOf: number): Promise<Chain | null>;
}

/** Of each chain the poll read last, which the next one is read from. */
const maxKept = 16;

/** Reads chains, the next poll of a chain from the one before. */
export function createPastChains({ chains }: Pick<PastRecording, 'chains'>): PastChains {
  const kept = new Map<string, Chain>();
  const keep = (key: string, chain: Chain) => {
    kept.delete(key);
    kept.set(key, chain);
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break;
      kept.delete(oldest);
    }
    return chain;
  };
  return {
    async at(symbol, expiration, asOf) {
      const key = `${symbol} ${expiration}`;
      const timestamp = await chains.lastPollAt(symbol, expiration, asOf);
      if (timestamp === null) return null;
      const known = kept.get(key);
      if (known?.timestamp === timestamp) return known;
      const chain = await chains.at(symbol, expiration, timestamp);
      return chain && keep(key, chain);
    },
  };
}

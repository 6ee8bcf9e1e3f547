import type { Chain } from '../../../../market/quotes/chain.ts';
import type { RecordingReader } from '../../../../recordings/recording.ts';
import { keepValues } from './kept-values.ts';

/** Recorded chains as they were at their polls. Those read last are kept. */
export interface PastChains {
  /** The chain of its last poll up to an instant; `null` where there is none, or retention has taken it. */
  at(symbol: string, expiration: string, asOf: number): Promise<Chain | null>;
}

const maxKept = 16;
/** A poll is read from the one before for a fraction of the work; over more of them the whole chain is no dearer. */
const maxSteps = 3;

/** Reads chains, a poll from the one before where that was read last. */
export function createPastChains({ chains }: Pick<RecordingReader, 'chains'>): PastChains {
  const kept = keepValues<Chain>(maxKept);

  const onFrom = async (known: Chain, timestamp: number): Promise<Chain | null> => {
    const { underlying, expiration } = known;
    const polls = await chains.polledAt(underlying, expiration, known.timestamp + 1, timestamp);
    if (polls.length > maxSteps) return null;
    let chain: Chain | null = known;
    for (const at of polls) chain = chain && (await chains.next(chain, at));
    return chain;
  };

  return {
    async at(symbol, expiration, asOf) {
      const key = `${symbol} ${expiration}`;
      const timestamp = await chains.lastPollAt(symbol, expiration, asOf);
      if (timestamp === null) return null;
      const known = kept.get(key);
      if (known?.timestamp === timestamp) return known;
      const next = known && known.timestamp < timestamp ? await onFrom(known, timestamp) : null;
      const chain = next ?? (await chains.at(symbol, expiration, timestamp));
      return chain && kept.set(key, chain);
    },
  };
}

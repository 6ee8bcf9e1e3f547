import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { type SummedLevels, sumLevels } from '../../../src/market/levels/sum-levels.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { sampleChain } from './sample-chain.ts';
import { levelsAround } from './sample-recorded.ts';
import { sampleDate, sampleNow } from './sample-times.ts';
import type { RecordedUnderlying } from '../../../src/protocol/recorded.ts';

const calendar = createCalendar();

/** Three expirations of SPY, the nearest in front. */
export const threeExpirations = [sampleDate, '2026-11-24', '2026-11-25'];

/**
 * Their sum, each of quotes of its own time; one whose quotes are more than three minutes behind is left out.
 * @param agesMs ages of the quotes, in the order of the expirations; `null`: no chain of it has come
 */
export function sampleSum(agesMs: readonly (number | null)[] = [12_000, 41_000, 55_000]): SummedLevels {
  const chains = threeExpirations.map((expiration, index) => {
    const agoMs = agesMs[index] ?? null;
    if (agoMs === null) return { expiration, filled: null };
    const chain = sampleChain(671.2, { expiration });
    const timestamp = sampleNow - agoMs;
    const contracts = chain.contracts.map((contract) => ({
      ...contract,
      quotedAt: contract.quotedAt === null ? null : timestamp,
    }));
    return {
      expiration,
      filled: fillChain({ ...chain, timestamp, contracts }, assumptionsOn(calendar)),
    };
  });
  return sumLevels('SPY', chains, 'naive');
}

/** One symbol with several recorded expirations, as a snapshot has it. */
export const oneWithThree = (): RecordedUnderlying[] => [
  {
    ...{ symbol: 'SPY', quote: null, expirations: threeExpirations },
    levels: levelsAround('SPY', 671.2, { timestamp: sampleNow - 12_000, quotedAt: sampleNow - 12_000 }),
  },
];

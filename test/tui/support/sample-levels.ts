import { assumptionsOn } from '../../support/assumptions.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { Levels } from '../../../src/market/levels/levels.ts';
import { type LevelsPoint, pointOf } from '../../../src/market/levels/levels-history.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { sampleChain } from './sample-chain.ts';
import { close, open, optionClose, sampleNow } from './sample-times.ts';

const calendar = createCalendar();

/** As the daemon makes them of the chain. */
export function sampleLevels(given: Partial<Levels> = {}, chain = sampleChain()): Levels {
  const opening = { straddle: 4.12, oneSigma: 5.16, reference: 668.4, since: open + 60_000 };
  const terms = { session: { open, close, optionClose }, dealerSign: 'naive', opening } as const;
  return {
    ...levelsOf(fillChain(chain, assumptionsOn(calendar)), terms),
    quotedAt: chain.timestamp,
    ...given,
  };
}

/** A poll of the levels every five minutes of the session so far. */
export function sampleLevelsHistory(): LevelsPoint[] {
  const random = seededRandom('levels');
  const polls = Math.floor((sampleNow - open) / 300_000);
  const newest = pointOf(sampleLevels());
  let spot = 668.4;
  return Array.from({ length: polls + 1 }, (_, poll): LevelsPoint => {
    spot = Math.round((spot + random.normal() * 0.4 + 0.05) * 100) / 100;
    return {
      ...newest,
      at: open + 60_000 + poll * 300_000,
      spot,
      netGamma: (spot - 669.5) * 9e7,
      gammaFlip: 669.1 + Math.round(random.normal() * 30) / 100,
      callWall: poll < 20 ? 672 : 675,
      putWall: poll < 34 ? 665 : 670,
      volatility: 0.15 - poll * 0.0004,
      moveUsed: Math.abs(spot - 668.4) / 4.12,
      putCallRatio: 0.9 + random.normal() * 0.05,
    };
  });
}

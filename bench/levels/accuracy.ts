import { assumptionsOn } from '../../test/support/assumptions.ts';
import { fillChain } from '../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../src/market/levels/compute-levels.ts';
import type { OptionType } from '../../src/market/quotes/chain.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { knownSmile, type TrueLevels, type Vendor } from '../../test/support/known-smile.ts';

export const date = '2026-11-23';

/** How far the levels of one polled chain are from what they are in truth. */
export interface LevelErrors {
  seed: number;
  time: string;
  /** Computed gamma exposure in the money over the true one, less 1; `null` where none was computed. */
  inTheMoneyGamma: number | null;
  /** Dollars between the computed and the true flip; `null` where one of them is missing. */
  flip: number | null;
  /** There is a flip and none was found, or the other way round. */
  isFlipMissed: boolean;
  /** Walls whose strike has truly less exposure than the true wall's, by more than a hundredth. */
  wrongWalls: number;
  /** Percentage points; `null` where none was computed. */
  skew: number | null;
  atTheMoney: number | null;
}

/** The levels of one simulated market at some times of a day, held against the true ones. */
export function errorsOf(seed: number, times: readonly string[], vendor: Vendor): LevelErrors[] {
  const known = knownSmile(seed);
  const session = known.calendar.sessionOn(date);
  return times.map((time) => {
    const chain = known.chainAt(date, newYorkInstant(date, time), vendor);
    const terms = { session, dealerSign: 'naive', opening: null } as const;
    const levels = levelsOf(fillChain(chain, assumptionsOn(known.calendar)), terms);
    const truth = known.truthAt(chain);
    const exposure = levels.byOpenInterest;
    const flip = exposure?.gammaFlip ?? null;
    const inTheMoney = (levels.profile?.byOpenInterest ?? []).reduce((sum, { strike, call, put }) => {
      const inside = strike < truth.spot ? call : strike > truth.spot ? put : null;
      return sum + Math.abs(inside ?? 0);
    }, 0);
    const { skew, atTheMoney } = levels.volatility;
    return {
      ...{ seed, time },
      inTheMoneyGamma: exposure && inTheMoney / truth.inTheMoneyGamma - 1,
      flip: flip === null || truth.flip === null ? null : Math.abs(flip - truth.flip),
      isFlipMissed: (flip === null) !== (truth.flip === null),
      wrongWalls: wrongWalls(exposure, truth),
      skew: skew === null ? null : Math.abs(skew - truth.skew) * 100,
      atTheMoney: atTheMoney === null ? null : Math.abs(atTheMoney - truth.atTheMoney) * 100,
    };
  });
}

function wrongWalls(
  found: { callWall: number | null; putWall: number | null } | null,
  truth: TrueLevels,
): number {
  const isWrong = (side: OptionType, wall: number | null) => {
    const exposures = truth.gammaByStrike[side];
    const max = Math.max(...exposures.values());
    return (wall === null ? 0 : (exposures.get(wall) ?? 0)) < max * 0.99;
  };
  return Number(isWrong('call', found?.callWall ?? null)) + Number(isWrong('put', found?.putWall ?? null));
}

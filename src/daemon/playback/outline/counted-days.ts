import type { PolledDay } from '../../../recordings/chains.ts';

/** The polls of a day that playing it counts. */
export interface CountedPolls {
  polls: number;
  /** Epoch ms. */
  firstAt: number;
  lastAt: number;
}

/** Those that were counted before, by symbol and trade date; a day that has more or fewer polls since is counted anew. */
export type CountedDays = Map<string, CountedPolls & { of: PolledDay }>;

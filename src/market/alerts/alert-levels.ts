import type { RecordedLevels } from '../levels/levels.ts';

/** Levels that a price can be held against, by the words that people type: `price crosses call wall`. */
export const alertLevels = ['flip', 'call wall', 'put wall', 'max pain'] as const;

/** A level that an alert rule names in place of a number. It moves with the chain. */
export type AlertLevel = (typeof alertLevels)[number];

/** What each is called in a sentence. */
export const alertLevelNames: Readonly<Record<AlertLevel, string>> = {
  flip: 'gamma flip',
  'call wall': 'call wall',
  'put wall': 'put wall',
  'max pain': 'max pain',
};

/** Where a level lies, by open interest; `null` where the chain has none. */
export function priceOfLevel(
  level: AlertLevel,
  { byOpenInterest, maxPain }: Pick<RecordedLevels, 'byOpenInterest' | 'maxPain'>,
): number | null {
  switch (level) {
    case 'flip':
      return byOpenInterest?.gammaFlip ?? null;
    case 'call wall':
      return byOpenInterest?.callWall ?? null;
    case 'put wall':
      return byOpenInterest?.putWall ?? null;
    case 'max pain':
      return maxPain;
  }
}

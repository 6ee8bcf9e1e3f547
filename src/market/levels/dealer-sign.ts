import { type DealerPosition, naiveDealerPosition } from './exposure.ts';

/**
 * What dealers are taken to hold. `naive`: calls that customers sold them, and short the puts that customers bought.
 * `short`: short both, since customers buy whatever expires today. `inverted`: short calls, long puts. Nobody publishes
 * who holds what, so each is an assumption.
 */
export const dealerSigns = ['naive', 'short', 'inverted'] as const;
/** An assumption about what dealers hold. */
export type DealerSign = (typeof dealerSigns)[number];

export const dealerPositions: Readonly<Record<DealerSign, DealerPosition>> = {
  naive: naiveDealerPosition,
  short: { call: -1, put: -1 },
  inverted: { call: -1, put: 1 },
};

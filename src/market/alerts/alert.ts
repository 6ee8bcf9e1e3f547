import type { Source } from '../quotes/quote.ts';

export const alertKinds = [
  'gamma-flip',
  'call-wall',
  'put-wall',
  'expected-move',
  'volatility',
  'skew',
  'rule',
] as const;
/** What an alert is about. */
export type AlertKind = (typeof alertKinds)[number];

export const alertDirections = ['up', 'down'] as const;
/** Which way a value went. */
export type AlertDirection = (typeof alertDirections)[number];

/** One alert: about the levels, or by a rule of the settings. */
export interface Alert {
  at: number;
  kind: AlertKind | 'unknown';
  symbol: string;
  /** For people, one line: `SPY 671.20 fell below the gamma flip at 671.43`. */
  message: string;
  direction: AlertDirection | 'unknown';
  /** Spot for the flip and the walls; used per cent; percentage points of volatility now; a rule's value in its unit. */
  value: number;
  /** Epoch ms of the value by the vendor's account; `null` where there is none. */
  valueAt: number | null;
  /** What it crossed: the level, the threshold in per cent or a rule's unit, the percentage points it came from. */
  level: number;
  source: Source;
  /** The rule's text; absent unless `kind` is `rule`. */
  rule?: string | undefined;
}

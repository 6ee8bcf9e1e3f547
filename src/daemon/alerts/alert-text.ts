import type { Alert } from '../../market/alerts/alert.ts';
import type { AlertRule } from '../../market/alerts/alert-rule.ts';
import { formatMeasure, measures } from '../../market/alerts/alert-measures.ts';
import { lateNote } from '../../market/quotes/freshness.ts';
import type { DataTier, Source } from '../../market/quotes/quote.ts';

export interface Fired {
  at: number;
  /** Epoch ms of the value by the vendor's account; `null` where it gives none. */
  valueAt: number | null;
  /** The rule's own symbol, or the one that the daemon watches. */
  symbol: string;
  direction: 'up' | 'down';
  value: number;
  tier: DataTier;
  source: Source;
}

/**
 * What a rule tells when it fires: `SPY price > 700: 700.12`, `SPY price crossed 700 upwards: 700.12 (15 min late)`. An age
 * and a count of calls are of the moment at which they are read.
 */
export function alertOf(rule: AlertRule, fired: Fired): Alert {
  const { at, valueAt, symbol, direction, value, source } = fired;
  const limit = rule.text.slice(rule.text.lastIndexOf(' ') + 1);
  const subject = rule.measure === 'budget' ? rule.measure : `${symbol} ${rule.measure}`;
  const condition =
    rule.comparison === 'crosses'
      ? `crossed ${limit} ${direction === 'up' ? 'upwards' : 'downwards'}`
      : `${rule.comparison} ${limit}`;
  const isOfMarket = measures[rule.measure].from === 'quote' || measures[rule.measure].from === 'chain';
  const late = isOfMarket ? lateNote(at, valueAt, fired.tier) : '';
  return {
    at,
    kind: 'rule',
    symbol,
    message: `${subject} ${condition}: ${formatMeasure(rule.measure, value)}${late}`,
    direction,
    value,
    valueAt,
    level: rule.threshold,
    source,
    rule: rule.text,
  };
}

import { type AlertRule, formatMeasure } from '../../market/alert-rule.ts';
import type { DataTier, Source } from '../../market/quote.ts';
import type { Alert } from '../../protocol/levels.ts';

export interface Fired {
  at: number;
  /** The rule's own symbol, or the one that the daemon watches. */
  symbol: string;
  direction: 'up' | 'down';
  value: number;
  tier: DataTier;
  source: Source;
}

/** What a rule tells when it fires: `SPY price > 700: 700.12`, `SPY price crossed 700 upwards: 700.12`. */
export function alertOf(rule: AlertRule, fired: Fired): Alert {
  const { at, symbol, direction, value, source } = fired;
  const limit = rule.text.slice(rule.text.lastIndexOf(' ') + 1);
  const subject = rule.measure === 'budget' ? rule.measure : `${symbol} ${rule.measure}`;
  const condition =
    rule.comparison === 'crosses'
      ? `crossed ${limit} ${direction === 'up' ? 'upwards' : 'downwards'}`
      : `${rule.comparison} ${limit}`;
  const delayed = fired.tier === 'delayed' ? ' (delayed)' : '';
  return {
    at,
    kind: 'rule',
    symbol,
    message: `${subject} ${condition}: ${formatMeasure(rule.measure, value)}${delayed}`,
    direction,
    value,
    valueAt: null,
    level: rule.threshold,
    source,
    rule: rule.text,
  };
}

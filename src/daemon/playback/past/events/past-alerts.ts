import type { Alert } from '../../../../market/alerts/alert.ts';
import { measures } from '../../../../market/alerts/alert-measures.ts';
import { readAlertRule } from '../../../../market/alerts/alert-rule.ts';
import { afterPolls, pastItem, type PastItem, placeOf } from './past-item.ts';
import type { PollOrder } from './poll-order.ts';

/** Alerts as events. Rules are evaluated before a client is sent the quote or the levels that they fire on. */
export function alertItems(alerts: readonly Alert[], order: PollOrder): PastItem[] {
  return alerts.map((alert) => pastItem('alert', alert.at, placeOfAlert(alert, order), alert));
}

function placeOfAlert({ kind, symbol, rule }: Alert, order: PollOrder): number {
  const chain = order.chain({ symbol, expiration: null });
  if (kind !== 'rule' || rule === undefined) return placeOf(chain, 'alert');
  const read = readAlertRule(rule);
  const from = 'rule' in read ? measures[read.rule.measure].from : null;
  if (from === 'quote') return placeOf(order.quote(symbol), 'rule of quote');
  return from === 'chain' ? placeOf(chain, 'rule of chain') : afterPolls;
}

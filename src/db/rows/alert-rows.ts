import type { Alert } from '../../market/alerts/alert.ts';
import { namedColumns } from './named-columns.ts';

/** A row's columns as `AlertRow` names them, for a `select`. */
export const alertColumns: string = namedColumns({
  ...{ at: 'timestamp', kind: 'kind', symbol: 'symbol', message: 'message', direction: 'direction' },
  ...{ value: 'value', valueAt: 'value_at', level: 'level', rule: 'rule', source: 'source' },
});

/** A row of `alertColumns`. */
export type AlertRow = Omit<Alert, 'rule'> & { rule: string | null };

export function toAlert({ rule, ...alert }: AlertRow): Alert {
  return rule === null ? alert : { ...alert, rule };
}

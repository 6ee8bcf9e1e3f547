import type { Alert } from '../../market/alerts/alert.ts';
import { namedColumns } from './named-columns.ts';

/** A row of `alerts` as it is written and read. */
export type AlertRow = Omit<Alert, 'rule'> & { rule: string | null };

const columns = {
  at: 'timestamp',
  kind: 'kind',
  symbol: 'symbol',
  message: 'message',
  direction: 'direction',
  value: 'value',
  valueAt: 'value_at',
  level: 'level',
  rule: 'rule',
  source: 'source',
} as const satisfies Record<keyof AlertRow, string>;

/** A row's columns as `AlertRow` names them, for a `select`. */
export const alertColumns: string = namedColumns(columns);

/** The columns that `alertValues` has the values of; an alert was made when it was sent. */
export const alertInsertColumns: readonly string[] = [...Object.values(columns), 'created_at'];

/** An alert's values in the order of `alertInsertColumns`. */
export function alertValues(alert: Alert): (string | number | null)[] {
  const row: AlertRow = { ...alert, rule: alert.rule ?? null };
  return [...(Object.keys(columns) as (keyof AlertRow)[]).map((name) => row[name]), alert.at];
}

/** An alert of its row: one without a rule has no such field. */
export function toAlert({ rule, ...alert }: AlertRow): Alert {
  return rule === null ? alert : { ...alert, rule };
}

import type { AlertDelivery } from '../../recordings/alert-deliveries.ts';
import { namedColumns } from './named-columns.ts';

/** A row of `alert_deliveries`: the alert as JSON. */
export type DeliveryRow = Omit<AlertDelivery, 'alert'> & { alert: string };

const columns = {
  alertId: 'alert_id',
  channel: 'channel',
  alert: 'alert',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  expiresAt: 'expires_at',
  lastError: 'last_error',
  deliveredAt: 'delivered_at',
  givenUpAt: 'given_up_at',
} as const satisfies Record<keyof DeliveryRow, string>;

/** A row's columns as `DeliveryRow` names them, for a `select`. */
export const deliveryColumns: string = namedColumns(columns);

/** The columns that `deliveryValues` has the values of. */
export const deliveryInsertColumns: readonly string[] = [...Object.values(columns), 'timestamp'];

/** What a later note of the same alert and channel changes, for `on conflict (alert_id, channel) do update set`. */
export const deliveryChanges: string = Object.values(columns)
  .filter((column) => !['alert_id', 'channel', 'alert'].includes(column))
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** A delivery's values in the order of `deliveryInsertColumns`. */
export function deliveryValues(delivery: AlertDelivery): (string | number | null)[] {
  const row: DeliveryRow = { ...delivery, alert: JSON.stringify(delivery.alert) };
  return [...(Object.keys(columns) as (keyof DeliveryRow)[]).map((name) => row[name]), delivery.alert.at];
}

/** A delivery of its row. */
export function toDelivery(row: DeliveryRow): AlertDelivery {
  return { ...row, alert: JSON.parse(row.alert) };
}

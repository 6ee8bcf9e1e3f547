import type { AlertStore } from '../../../../recordings/alerts.ts';
import {
  type AlertRow,
  alertColumns,
  alertInsertColumns,
  alertValues,
  toAlert,
} from '../../../rows/alert-rows.ts';
import type { PostgresConnection } from '../../connection/sql.ts';
import { insertText } from '../../insert-text.ts';
import type { PostgresWriter } from '../../writer.ts';
import { putDelivery } from './alert-delivery-store.ts';

const insert = insertText('alerts', alertInsertColumns);

const latest = `select ${alertColumns} from alerts where timestamp >= $1 and timestamp <= $2
  order by timestamp desc, id desc limit $3`;

const between = `select ${alertColumns} from (
    select * from alerts where timestamp > $1 and timestamp <= $2 order by timestamp fetch first $3 rows with ties) as found
  order by timestamp, id`;

const notified = `select rule, max(timestamp) as at from alerts
  where timestamp >= $1 and timestamp <= $2 and rule is not null group by rule`;

/** Alerts in `alerts`, with how they reach a person in `alert_deliveries`. */
export function createAlertStore(connection: PostgresConnection, { write }: PostgresWriter): AlertStore {
  return {
    record: (alert, deliveries = []) =>
      write(async (sql) => {
        await sql.run(insert, alertValues(alert));
        for (const delivery of deliveries) await putDelivery(sql, delivery);
      }),
    async latest({ from, asOf }, count) {
      return (await connection.all<AlertRow>(latest, [from, asOf, count])).map(toAlert);
    },
    async between({ from, asOf }, limit) {
      return (await connection.all<AlertRow>(between, [from, asOf, limit])).map(toAlert);
    },
    async rulesNotified({ from, asOf }) {
      const rows = await connection.all<{ rule: string; at: number }>(notified, [from, asOf]);
      return new Map(rows.map(({ rule, at }) => [rule, at]));
    },
  };
}

import type { Alert } from '../../../market/alerts/alert.ts';
import type { AlertDelivery } from '../../../recordings/alert-deliveries.ts';
import type { AlertSpan, AlertStore } from '../../../recordings/alerts.ts';
import type { ReadOn } from '../../../recordings/read-on.ts';
import {
  type AlertRow,
  alertColumns,
  alertInsertColumns,
  alertValues,
  toAlert,
} from '../../rows/alert-rows.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';
import { prepareDeliveryWrite } from './alert-delivery-store.ts';
import { firstRows } from './first-rows.ts';

export function createAlertStore(native: NativeDatabase, { write }: Writer): AlertStore {
  const insert = native.prepare(
    `insert into alerts (${alertInsertColumns.join(', ')}) values (${alertInsertColumns.map(() => '?').join(', ')})`,
  );
  const putDelivery = prepareDeliveryWrite(native);
  const recordAll = native.transaction((alert: Alert, deliveries: readonly AlertDelivery[]) => {
    insert.run(...alertValues(alert));
    for (const delivery of deliveries) putDelivery(delivery);
  });
  const latest = native.prepare<[AlertSpan & { count: number }], AlertRow>(`
    select ${alertColumns} from alerts
    where timestamp >= :from and timestamp <= :asOf order by timestamp desc, id desc limit :count`);
  const between = native.prepare<[ReadOn], AlertRow>(`
    select ${alertColumns} from alerts where timestamp > :from and timestamp <= :asOf order by timestamp, id`);
  const notified = native.prepare<[AlertSpan], { rule: string; at: number }>(`
    select rule, max(timestamp) as at from alerts
    where timestamp >= :from and timestamp <= :asOf and rule is not null group by rule`);

  return {
    record: (alert, deliveries = []) => write(() => recordAll(alert, deliveries)),
    latest: async (span, count) => latest.all({ ...span, count }).map(toAlert),
    between: async (stretch, limit) =>
      firstRows(between.iterate(stretch), limit, ({ at }) => at).map(toAlert),
    rulesNotified: async (span) => new Map(notified.all(span).map(({ rule, at }) => [rule, at])),
  };
}

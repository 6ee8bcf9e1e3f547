import type {
  AlertDelivery,
  AlertDeliveryStore,
  ChannelHistory,
} from '../../../recordings/alert-deliveries.ts';
import {
  type DeliveryRow,
  deliveryChanges,
  deliveryColumns,
  deliveryInsertColumns,
  deliveryValues,
  toDelivery,
} from '../../rows/delivery-rows.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';

const ended = 'next_attempt_at is null';

/** Puts a delivery into the table, within the transaction of whoever calls it. */
export function prepareDeliveryWrite(native: NativeDatabase): (delivery: AlertDelivery) => void {
  const put = native.prepare(
    `insert into alert_deliveries (${deliveryInsertColumns.join(', ')})
     values (${deliveryInsertColumns.map(() => '?').join(', ')})
     on conflict (alert_id, channel) do update set ${deliveryChanges}`,
  );
  return (delivery) => void put.run(...deliveryValues(delivery));
}

export function createAlertDeliveryStore(native: NativeDatabase, { write }: Writer): AlertDeliveryStore {
  const put = prepareDeliveryWrite(native);
  const waiting = native.prepare<[], DeliveryRow>(
    `select ${deliveryColumns} from alert_deliveries where next_attempt_at is not null order by next_attempt_at, id`,
  );
  const history = native.prepare<[], ChannelHistory>(`
    select channel, max(delivered_at) as deliveredAt, count(given_up_at) as givenUp
    from alert_deliveries group by channel order by channel`);
  const removeEnded = native.prepare<[number]>(
    `delete from alert_deliveries where timestamp < ? and ${ended}`,
  );

  return {
    note: (delivery) => write(() => put(delivery)),
    waiting: async () => waiting.all().map(toDelivery),
    history: async () => history.all(),
    removeEnded: (before) => write(() => void removeEnded.run(before)),
  };
}

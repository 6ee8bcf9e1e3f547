import type {
  AlertDelivery,
  AlertDeliveryStore,
  ChannelHistory,
} from '../../../../recordings/alert-deliveries.ts';
import {
  type DeliveryRow,
  deliveryChanges,
  deliveryColumns,
  deliveryInsertColumns,
  deliveryValues,
  toDelivery,
} from '../../../rows/delivery-rows.ts';
import type { PostgresConnection, SqlTransaction } from '../../connection/sql.ts';
import { insertText } from '../../insert-text.ts';
import type { PostgresWriter } from '../../writer.ts';

const put = `${insertText('alert_deliveries', deliveryInsertColumns)}
  on conflict (alert_id, channel) do update set ${deliveryChanges}`;

const waiting = `select ${deliveryColumns} from alert_deliveries where next_attempt_at is not null order by next_attempt_at, id`;

const history = `select channel, max(delivered_at) as "deliveredAt", count(given_up_at) as "givenUp"
  from alert_deliveries group by channel order by channel`;

/** Puts a delivery into the table, within the transaction of whoever calls it. */
export async function putDelivery(sql: SqlTransaction, delivery: AlertDelivery): Promise<void> {
  await sql.run(put, deliveryValues(delivery));
}

/** Deliveries in `alert_deliveries`. */
export function createAlertDeliveryStore(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): AlertDeliveryStore {
  return {
    note: (delivery) => write((sql) => putDelivery(sql, delivery)),
    waiting: async () => (await connection.all<DeliveryRow>(waiting)).map(toDelivery),
    history: () => connection.all<ChannelHistory>(history),
    removeEnded: (before) =>
      write(async (sql) => {
        await sql.run('delete from alert_deliveries where timestamp < $1 and next_attempt_at is null', [
          before,
        ]);
      }),
  };
}

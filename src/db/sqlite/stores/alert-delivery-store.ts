import type {
  AlertDelivery,
  AlertDeliveryStore,
  ChannelHistory,
} from '../../../recordings/alert-deliveries.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';

const ended = 'next_attempt_at is null';

/** A row as it is written and read: the alert as JSON. */
type Row = Omit<AlertDelivery, 'alert'> & { alert: string };

/** Puts a delivery into the table, within the transaction of whoever calls it. */
export function prepareDeliveryWrite(native: NativeDatabase): (delivery: AlertDelivery) => void {
  const put = native.prepare<[Row & { at: number }]>(`
    insert into alert_deliveries (
      alert_id, channel, timestamp, alert, attempts, next_attempt_at, expires_at, last_error, delivered_at, given_up_at)
    values (
      @alertId, @channel, @at, @alert, @attempts, @nextAttemptAt, @expiresAt, @lastError, @deliveredAt, @givenUpAt)
    on conflict (alert_id, channel) do update set
      attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at, expires_at = excluded.expires_at,
      last_error = excluded.last_error, delivered_at = excluded.delivered_at, given_up_at = excluded.given_up_at`);
  return (delivery) =>
    void put.run({ ...delivery, alert: JSON.stringify(delivery.alert), at: delivery.alert.at });
}

export function createAlertDeliveryStore(native: NativeDatabase, { write }: Writer): AlertDeliveryStore {
  const put = prepareDeliveryWrite(native);
  const waiting = native.prepare<[], Row>(`
    select alert_id as alertId, channel, alert, attempts, next_attempt_at as nextAttemptAt, expires_at as expiresAt,
      last_error as lastError, delivered_at as deliveredAt, given_up_at as givenUpAt
    from alert_deliveries where next_attempt_at is not null order by next_attempt_at, id`);
  const history = native.prepare<[], ChannelHistory>(`
    select channel, max(delivered_at) as deliveredAt, count(given_up_at) as givenUp
    from alert_deliveries group by channel order by channel`);
  const removeEnded = native.prepare<[number]>(
    `delete from alert_deliveries where timestamp < ? and ${ended}`,
  );

  return {
    note: (delivery) => write(() => put(delivery)),
    waiting: async () => waiting.all().map((row) => ({ ...row, alert: JSON.parse(row.alert) })),
    history: async () => history.all(),
    removeEnded: (before) => write(() => void removeEnded.run(before)),
  };
}

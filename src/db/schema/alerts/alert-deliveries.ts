import { defineEntity, p } from '@mikro-orm/sqlite';
import { alertChannels } from '../../../market/alerts/alert-channels.ts';
import { count, instant, optionalInstant } from '../columns.ts';

/** Alerts on their way to a person, one row for each alert and channel. */
export const AlertDeliveryRow = defineEntity({
  name: 'AlertDeliveryRow',
  tableName: 'alert_deliveries',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** What a receiver knows the alert by. */
    alertId: p
      .string()
      .columnType('varchar(64)')
      .check(`length(alert_id) between 8 and 64 and alert_id not glob '*[^0-9a-f]*'`),
    channel: p.enum(alertChannels).columnType('varchar(10)'),
    /** When the alert fired. */
    timestamp: instant('timestamp'),
    /** The alert as JSON: it outlives its row in `alerts`. */
    alert: p.text().check(`json_valid(alert) and json_type(alert) = 'object'`),
    attempts: count('attempts'),
    /** NULL once it was delivered or given up. */
    nextAttemptAt: optionalInstant('next_attempt_at'),
    expiresAt: instant('expires_at'),
    /** For people, without an address or a key; NULL if nothing went wrong. */
    lastError: p.text().check('last_error is null or length(last_error) >= 1').nullable(),
    deliveredAt: optionalInstant('delivered_at'),
    givenUpAt: optionalInstant('given_up_at'),
  },
  indexes: [
    { name: 'idx_alert_deliveries_timestamp', properties: 'timestamp' },
    {
      name: 'idx_alert_deliveries_next_attempt_at',
      properties: 'nextAttemptAt',
      where: 'next_attempt_at is not null',
    },
  ],
  uniques: [{ name: 'idx_alert_deliveries_alert_id_channel', properties: ['alertId', 'channel'] }],
  checks: [
    {
      name: 'alert_deliveries_wait_or_have_ended',
      expression:
        '(next_attempt_at is not null) + (delivered_at is not null) + (given_up_at is not null) = 1',
    },
    {
      name: 'alert_deliveries_given_up_has_a_reason',
      expression: 'given_up_at is null or last_error is not null',
    },
  ],
});

import { onOff, whole } from '../setting-kinds.ts';
import { setting, unset } from '../setting-spec.ts';
import { afterQuiet, program, quietHours, webhookBody, webhookUrl } from './delivery-kinds.ts';

/** How alerts reach a person without a dashboard. */
export const deliverySettings = {
  alertCommand: setting({
    path: 'alerts.command',
    fallsBack: true,
    isNeverQuoted: true,
    schema: program,
    default: [],
    env: ['SPYGLASS_ALERT_COMMAND'],
    summary:
      'program that is run with each alert, and its arguments, such as `["/usr/local/bin/page", "me"]`; without a shell; in the environment as JSON',
  }),
  alertWebhook: unset({
    path: 'alerts.webhook',
    fallsBack: true,
    schema: webhookUrl,
    default: null,
    env: ['SPYGLASS_ALERT_WEBHOOK'],
    summary: 'address that each alert is posted to; secret; plain http only on this machine',
    isSecret: true,
  }),
  alertWebhookBody: unset({
    path: 'alerts.webhook_body',
    fallsBack: true,
    schema: webhookBody,
    default: null,
    env: ['SPYGLASS_ALERT_WEBHOOK_BODY'],
    summary:
      'JSON that is posted, such as `\'{"text": "{message}"}\'`; secret; unset: all that is known of the alert',
    isSecret: true,
  }),
  alertDesktop: setting({
    path: 'alerts.desktop',
    fallsBack: true,
    schema: onOff,
    default: false,
    env: ['SPYGLASS_ALERT_DESKTOP'],
    summary: 'show each alert as a notification of the desktop that the daemon runs on',
  }),
  alertTimeoutSeconds: setting({
    path: 'alerts.timeout_seconds',
    fallsBack: true,
    schema: whole(1, 120),
    default: 10,
    env: ['SPYGLASS_ALERT_TIMEOUT_SECONDS'],
    summary: 'patience with one attempt to deliver an alert',
  }),
  alertQuiet: setting({
    path: 'alerts.quiet',
    fallsBack: true,
    schema: quietHours,
    default: [],
    env: ['SPYGLASS_ALERT_QUIET'],
    summary: 'times of New York in which nothing is delivered, such as `["22:00-07:00"]`',
  }),
  alertAfterQuiet: setting({
    path: 'alerts.after_quiet',
    fallsBack: true,
    schema: afterQuiet,
    default: 'deliver',
    env: ['SPYGLASS_ALERT_AFTER_QUIET'],
    summary: 'what becomes of alerts of the quiet hours: `deliver` afterwards with their time, or `drop`',
  }),
} as const;

import type { Alert } from '../market/alerts/alert.ts';
import type { AlertDelivery } from './alert-deliveries.ts';
import type { ReadOn } from './read-on.ts';

/** Alerts from an instant on that had been sent by `asOf`, both included. */
export interface AlertSpan {
  from: number;
  asOf: number;
}

/** The alerts that were sent; kept as long as the quotes of their days. */
export interface AlertStore {
  /** @param deliveries how it reaches a person, recorded together with it: neither is there without the other */
  record(alert: Alert, deliveries?: readonly AlertDelivery[]): Promise<void>;
  /** The alerts of a span, latest first, at most `count`. */
  latest(span: AlertSpan, count: number): Promise<Alert[]>;
  /** Alerts as they were sent, oldest first. */
  between(stretch: ReadOn, limit: number): Promise<Alert[]>;
  /** When each rule was notified last within a span, by its text. */
  rulesNotified(span: AlertSpan): Promise<Map<string, number>>;
}

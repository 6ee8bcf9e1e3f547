import type { AlertChannel } from '../market/alerts/alert-channels.ts';
import type { Alert } from '../market/alerts/alert.ts';

/** One alert on its way through one channel. Instants are epoch ms. */
export interface AlertDelivery {
  /** The same in every attempt and after a restart: a receiver that has seen it drops a second one. */
  alertId: string;
  channel: AlertChannel;
  alert: Alert;
  /** How often it was tried. */
  attempts: number;
  /** When it is tried next; `null` once it was delivered or given up. */
  nextAttemptAt: number | null;
  /** From when on it is not tried any more. */
  expiresAt: number;
  /** What went wrong last, for people; `null` if nothing has. */
  lastError: string | null;
  deliveredAt: number | null;
  /** When it was given up; `lastError` says why. */
  givenUpAt: number | null;
}

/** What has become of a channel's deliveries that are still kept. */
export interface ChannelHistory {
  channel: AlertChannel;
  /** When one was delivered last; `null` if none was. */
  deliveredAt: number | null;
  /** How many were given up. */
  givenUp: number;
}

/**
 * Which alerts are still to be delivered. It is about what the daemon does and has no past: a read gives what is known now.
 * A delivery is recorded together with its alert (`AlertStore`).
 */
export interface AlertDeliveryStore {
  /** Notes how a delivery stands now; adds it where it is not there. One of an alert and channel is kept. */
  note(delivery: AlertDelivery): Promise<void>;
  /** Deliveries that are to be tried, the next one first. */
  waiting(): Promise<AlertDelivery[]>;
  /** Of the channels that had any, by name. */
  history(): Promise<ChannelHistory[]>;
  /** Removes what was delivered or given up, of alerts before an instant. */
  removeEnded(before: number): Promise<void>;
}

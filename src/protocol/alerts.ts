import * as z from 'zod';
import type { AlertChannel } from '../market/alerts/alert-channels.ts';
import type { Alert } from '../market/alerts/alert.ts';
import type { AlertLevel } from '../market/alerts/alert-levels.ts';
import type { AlertComparison, AlertRule } from '../market/alerts/alert-rule.ts';
import type { AlertMeasure } from '../market/alerts/alert-measures.ts';

/** One rule of the settings and how it stands. */
export interface RuleState extends Omit<AlertRule, 'measure' | 'comparison' | 'level'> {
  measure: AlertMeasure | 'unknown';
  comparison: AlertComparison | 'unknown';
  /** In place of a number; `threshold` is where it lies, 0 while that is not known. */
  level?: AlertLevel | 'unknown' | undefined;
  /** Whether the value at hand meets it; `null` without one, and for `crosses`, which no value meets. */
  isMet: boolean | null;
  /** Since when it is met, or is not; `null` while that is unknown. */
  since: number | null;
  /** It fires once it is met; not again, after it has, until the value has gone back past the threshold by a margin. */
  isArmed: boolean;
  /** In the measure's own unit: dollars a share, per cent, a ratio, milliseconds. */
  value: number | null;
  /** When the value was read; an age goes on growing from there. */
  valueAt: number | null;
  lastFiredAt: number | null;
  /** Why it cannot fire at present, in words: its symbol is not watched, the plan has closing prices only. */
  idle: string | null;
}

/** How a channel stands on which alerts are delivered without a dashboard. */
export interface ChannelState {
  channel: AlertChannel | 'unknown';
  /** Alerts that are still to be delivered. */
  waiting: number;
  /** When the next of them is tried; `null` without one. */
  nextAttemptAt: number | null;
  /** What went wrong last, for people; `null` once one was delivered. */
  problem: string | null;
  /** When an alert was delivered last; `null` if none was. */
  deliveredAt: number | null;
  /** Alerts of the last days that were given up. */
  givenUp: number;
}

/** What came of a message that was sent to try a channel. */
export interface ChannelTest {
  channel: AlertChannel | 'unknown';
  isOk: boolean;
  /** `delivered`, or why not. */
  message: string;
}

/** The rules in the order of the settings, and the alerts of today, latest first. */
export interface AlertsReport {
  rules: RuleState[];
  recent: Alert[];
  /** Absent where no channel is set. */
  channels?: ChannelState[] | undefined;
}

/** The rules in short. */
export interface AlertsSummary {
  rules: number;
  met: number;
  idle: number;
  /** When the last alert of today fired, by a rule or by the levels; `null` without one. */
  lastAt: number | null;
}

/** Alerts kept for the list of the day. */
export const maxRecent = 100;

/** Parameters of the methods of alerts. */
export const alertParams = { 'alerts.get': z.strictObject({}), 'alerts.test': z.strictObject({}) } as const;

/** What the methods of alerts answer. */
export interface AlertResults {
  'alerts.get': AlertsReport;
  'alerts.test': ChannelTest[];
}

export const alertMethodTable = {
  'alerts.get':
    'The alert rules of the settings, how each stands, the alerts of today, and the channels on which alerts are delivered.',
  'alerts.test':
    'Sends a message through each channel on which alerts are delivered, and says what came of it.',
} as const satisfies Record<keyof AlertResults, string>;

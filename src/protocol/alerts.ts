import * as z from 'zod';
import type { AlertChannel } from '../market/alerts/alert-channels.ts';
import type { Alert } from '../market/alerts/alert.ts';
import type { AlertLevel } from '../market/alerts/alert-levels.ts';
import type { AlertComparison, AlertRule } from '../market/alerts/alert-rule.ts';
import type { AlertMeasure } from '../market/alerts/alert-measures.ts';

export const ruleOrigins = ['settings', 'added'] as const;
/** Where a rule comes from: from the user's settings, or by `alerts.add`. */
export type RuleOrigin = (typeof ruleOrigins)[number];

/** One rule and how it stands. */
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
  /** A rule that is in both is the settings'. Absent from a daemon of an earlier version: the settings'. */
  origin?: RuleOrigin | 'unknown' | undefined;
  /** By which it can be removed; absent from a rule of the settings. */
  id?: number | undefined;
}

/** What `alerts.add` came to. */
export interface AddedOutcome {
  /** The rule as it stands; where another one says the same, that one. */
  rule: RuleState;
  /** It was not there before. */
  isNew: boolean;
}

/** What `alerts.remove` has removed. */
export interface RemovedRule {
  text: string;
  /** The settings have the same rule: it goes on. */
  isInSettings: boolean;
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

/** The rules in the order of the settings, then those that were added, and the alerts of today, latest first. */
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

const ruleText = z.string().min(1).max(200);

/** Parameters of the methods of alerts. */
export const alertParams = {
  'alerts.get': z.strictObject({}),
  'alerts.test': z.strictObject({}),
  'alerts.add': z.strictObject({ rule: ruleText }),
  'alerts.remove': z.union([
    z.strictObject({ rule: ruleText }),
    z.strictObject({ id: z.number().int().positive() }),
  ]),
} as const;

/** What the methods of alerts answer. */
export interface AlertResults {
  'alerts.get': AlertsReport;
  'alerts.test': ChannelTest[];
  'alerts.add': AddedOutcome;
  'alerts.remove': RemovedRule;
}

export const alertMethodTable = {
  'alerts.get':
    'The alert rules of the settings and those that were added, how each stands, the alerts of today, and the channels on which alerts are delivered.',
  'alerts.test': 'Sends a message through each channel that delivers alerts, and says what came of it.',
  'alerts.add':
    'Adds an alert rule beside those of the settings, for good. One that says what another does is not added twice.',
  'alerts.remove': 'Removes an alert rule that was added, by its text or its id.',
} as const satisfies Record<keyof AlertResults, string>;

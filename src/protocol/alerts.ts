import type { Alert } from '../market/alerts/alert.ts';
import type { AlertComparison, AlertRule } from '../market/alerts/alert-rule.ts';
import type { AlertMeasure } from '../market/alerts/alert-measures.ts';

/** One rule of the settings and how it stands. */
export interface RuleState extends Omit<AlertRule, 'measure' | 'comparison'> {
  measure: AlertMeasure | 'unknown';
  comparison: AlertComparison | 'unknown';
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

/** The rules in the order of the settings, and the alerts of today, latest first. */
export interface AlertsReport {
  rules: RuleState[];
  recent: Alert[];
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

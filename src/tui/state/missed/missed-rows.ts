import type { Alert } from '../../../market/alerts/alert.ts';
import type { Missed, MissedGap } from '../../../protocol/missed.ts';

/** One entry of what was missed, and the instant at which a recording shows it. */
export type MissedRow = { at: number } & ({ kind: 'alert'; alert: Alert } | { kind: 'gap'; gap: MissedGap });

/** The alerts, then the gaps, each latest first. */
export function missedRows(missed: Missed | null): MissedRow[] {
  if (!missed) return [];
  return [
    ...missed.alerts.map((alert): MissedRow => ({ kind: 'alert', at: alert.at, alert })),
    ...missed.gaps.map((gap): MissedRow => ({ kind: 'gap', at: gap.from, gap })),
  ];
}

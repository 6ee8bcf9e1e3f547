import type { Alert } from '../../../market/alerts/alert.ts';
import type { AlertStore } from '../../../recordings/alerts.ts';
import type { ArchivedDates } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { rowsIn } from '../parts/sorted.ts';
import { symbolsByDate } from './archived-quotes.ts';

/** What the alerts of an archive are read from. */
export interface ArchivedAlertsSource {
  parts: Pick<SessionParts, 'alerts'>;
  dates: ArchivedDates;
}

/** The alerts of an archive. Those of several symbols that were sent at one instant come by symbol. */
export function createArchivedAlerts(source: ArchivedAlertsSource): Omit<AlertStore, 'record'> {
  return alertReads(async ({ from, asOf }) => {
    const { parts, dates } = source;
    const byDate = await symbolsByDate(dates, await dates.underlyings(), { from, asOf });
    const alerts: Alert[] = [];
    for (const [date, symbols] of byDate) alerts.push(...(await alertsOf(parts, date, symbols)));
    return rowsIn(alerts, { from, asOf }, ({ at }) => at);
  });
}

/** The alerts of some symbols on a date, oldest first. */
export async function alertsOf(
  parts: Pick<SessionParts, 'alerts'>,
  date: string,
  symbols: readonly string[],
): Promise<Alert[]> {
  const bySymbol = await Promise.all(
    symbols.map(async (underlying) => await parts.alerts({ underlying, date })),
  );
  return bySymbol.flat().sort((one, other) => one.at - other.at);
}

/**
 * The reads of alerts, all of which follow from the alerts of a stretch.
 * @param alertsIn those after `from` and up to `asOf`, oldest first
 */
export function alertReads(
  alertsIn: (stretch: { from: number; asOf: number }) => Promise<readonly Alert[]>,
): Omit<AlertStore, 'record'> {
  return {
    async latest({ from, asOf }, count) {
      const alerts = await alertsIn({ from: from - 1, asOf });
      return count <= 0 ? [] : alerts.slice(-count).reverse();
    },
    async between(stretch, limit) {
      const alerts = await alertsIn(stretch);
      const last = alerts[Math.max(0, limit - 1)];
      return alerts.filter((alert, index) => index < limit || alert.at === last?.at);
    },
    async rulesNotified({ from, asOf }) {
      const notified = new Map<string, number>();
      for (const { rule, at } of await alertsIn({ from: from - 1, asOf })) {
        if (rule !== undefined) notified.set(rule, at);
      }
      return notified;
    },
  };
}

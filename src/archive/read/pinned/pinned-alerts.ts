import type { Alert } from '../../../market/alerts/alert.ts';
import type { AlertStore } from '../../../recordings/alerts.ts';
import type { ReadOn } from '../../../recordings/read-on.ts';
import { dateAt } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { alertReads, alertsOf } from '../stores/archived-alerts.ts';
import { cutStretch } from './cut-stretch.ts';
import { type RemovedNow, type RemovedSessions, readPinned } from './removed-sessions.ts';

type Alerts = Omit<AlertStore, 'record'>;

/** Whose alerts are read: the database's, and the archive's of the dates that were removed from it. */
export interface PinnedAlertsOptions {
  database: Alerts;
  parts: Pick<SessionParts, 'alerts'>;
  removed: RemovedNow;
}

/** The alerts of a database, those that retention has taken with the quotes of their date from the archive. */
export function createPinnedAlerts(options: PinnedAlertsOptions): Alerts {
  const { database, removed } = options;
  const pinned = <T>(read: (alerts: Alerts) => Promise<T>, stretch: ReadOn) =>
    readPinned(removed, async (now) => {
      const parts = cutStretch(stretch, removedDates(now));
      if (parts.every(({ date }) => date === null)) return await read(database);
      return await read(alertReads((of) => alertsOfBoth(options, now, of)));
    });
  return {
    latest: (span, count) => pinned((alerts) => alerts.latest(span, count), { ...span, from: span.from - 1 }),
    between: (stretch, limit) => pinned((alerts) => alerts.between(stretch, limit), stretch),
    rulesNotified: (span) => pinned((alerts) => alerts.rulesNotified(span), { ...span, from: span.from - 1 }),
  };
}

function removedDates(now: RemovedSessions): string[] {
  const dates = now.underlyings('quotes').flatMap((symbol) => now.of(symbol, 'quotes'));
  return [...new Set(dates)].sort();
}

async function alertsOfBoth(
  { database, parts }: PinnedAlertsOptions,
  now: RemovedSessions,
  stretch: ReadOn,
): Promise<Alert[]> {
  const isRemoved = (symbol: string, date: string) => now.has({ underlying: symbol, date }, 'quotes');
  const kept = await database.between(stretch, Number.MAX_SAFE_INTEGER);
  const alerts = kept.filter(({ symbol, at }) => !isRemoved(symbol, dateAt(at)));
  for (const { date, ...part } of cutStretch(stretch, removedDates(now))) {
    if (date === null) continue;
    const symbols = now
      .underlyings('quotes')
      .filter((symbol) => isRemoved(symbol, date))
      // Most symbols have none, and a file each.
      .filter((symbol) => now.counts({ underlying: symbol, date })?.alerts !== 0);
    const archived = await alertsOf(parts, date, symbols);
    alerts.push(...archived.filter(({ at }) => at > part.from && at <= part.asOf));
  }
  return alerts.sort((one, other) => one.at - other.at);
}

import type { Clock } from '../../base/clock.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { maxRecent } from '../../protocol/alerts.ts';
import type { Outbox } from './delivery/outbox.ts';

/** The alerts of today in New York, by this run and earlier ones. */
export interface NotifiedToday {
  /** Keeps and records an alert. */
  add(alert: Alert): void;
  /** Latest first. */
  recent(): Alert[];
  /** When each rule fired last today, epoch ms by its text. */
  rules(): ReadonlyMap<string, number>;
}

/** The alerts that earlier runs recorded today, as `readRecordedToday` found them. */
export interface RecordedToday {
  /** Latest first. */
  alerts: readonly Alert[];
  /** When each rule fired last, epoch ms, by its text. */
  rules: ReadonlyMap<string, number>;
}

/** Where alerts are recorded and emitted, and what reads the time. */
export interface NotifiedTodayOptions {
  db: Pick<Recording, 'alerts'>;
  clock: Clock;
  /** Without it, none. */
  recordedToday?: RecordedToday | undefined;
  /** Takes each alert to people; without it, none is delivered. */
  outbox?: Pick<Outbox, 'deliveriesOf' | 'take'> | undefined;
  onStoreError: (error: unknown) => void;
}

/** Reads today's recorded alerts. Where the database fails, alerts of earlier runs are missing from the list. */
export async function readRecordedToday({
  db,
  clock,
  onStoreError,
}: NotifiedTodayOptions): Promise<RecordedToday> {
  const now = clock.now();
  const soFar = { from: newYorkInstant(newYorkDate(now), '00:00'), asOf: now };
  try {
    const [alerts, rules] = await Promise.all([
      db.alerts.latest(soFar, maxRecent),
      db.alerts.rulesNotified(soFar),
    ]);
    return { alerts, rules };
  } catch (error) {
    onStoreError(error);
    return { alerts: [], rules: new Map() };
  }
}

/** Keeps the list in memory, and records each alert; a database that fails never costs the alert at hand. */
export function createNotifiedToday({
  db,
  clock,
  recordedToday,
  outbox,
  onStoreError,
}: NotifiedTodayOptions): NotifiedToday {
  const isToday = (at: number) => newYorkDate(at) === newYorkDate(clock.now());
  let kept = recordedToday?.alerts ?? [];
  const rules = new Map(recordedToday?.rules);

  return {
    add(alert) {
      const date = newYorkDate(alert.at);
      kept = [alert, ...kept.filter(({ at }) => newYorkDate(at) === date)].slice(0, maxRecent);
      if (alert.rule !== undefined) rules.set(alert.rule, alert.at);
      const deliveries = outbox?.deliveriesOf(alert) ?? [];
      db.alerts.record(alert, deliveries).catch(onStoreError);
      outbox?.take(deliveries);
    },
    recent: () => kept.filter(({ at }) => isToday(at)),
    rules: () => new Map([...rules].filter(([, at]) => isToday(at))),
  };
}

import type { Clock } from '../../base/clock.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { maxRecent } from '../../protocol/alerts.ts';

/** What was told on the day at hand in New York, by this run or one before it. */
export interface ToldToday {
  add(alert: Alert): void;
  /** Latest first. */
  recent(): Alert[];
  /** When each rule was told last today, by its text. */
  rules(): ReadonlyMap<string, number>;
}

export interface ToldTodayOptions {
  db: Pick<Recording, 'alerts'>;
  clock: Clock;
  onStoreError: (error: unknown) => void;
}

/** A database that fails costs what earlier runs told, never the alert at hand. */
export function createToldToday({ db, clock, onStoreError }: ToldTodayOptions): ToldToday {
  const today = () => newYorkDate(clock.now());
  const soFar = () => ({ from: newYorkInstant(today(), '00:00'), asOf: clock.now() });
  const attempt = <T>(what: () => T, otherwise: T): T => {
    try {
      return what();
    } catch (error) {
      onStoreError(error);
      return otherwise;
    }
  };
  let kept = attempt(() => db.alerts.latest(soFar(), maxRecent), []);

  return {
    add(alert) {
      const date = newYorkDate(alert.at);
      kept = [alert, ...kept.filter(({ at }) => newYorkDate(at) === date)].slice(0, maxRecent);
      attempt(() => db.alerts.record(alert), undefined);
    },
    recent() {
      const date = today();
      return kept.filter(({ at }) => newYorkDate(at) === date);
    },
    rules: () => attempt(() => db.alerts.rulesTold(soFar()), new Map()),
  };
}

import test from 'ava';
import type { AlertDelivery } from '../../../src/recordings/alert-deliveries.ts';
import { anAlert, minute, monday } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

/** A delivery that waits. */
export const aDelivery = (change: Partial<AlertDelivery> = {}): AlertDelivery => ({
  ...{ alertId: 'ab01'.repeat(8), channel: 'webhook', alert: anAlert(), attempts: 0 },
  ...{ nextAttemptAt: monday, expiresAt: monday + 60 * minute },
  ...{ lastError: null, deliveredAt: null, givenUpAt: null },
  ...change,
});

/** What the outbox of any recording must do. */
export function testAlertDeliveries(open: OpenRecording): void {
  test('deliveries are recorded with their alert, and read back in the order in which they are due', async (t) => {
    const db = await open(t);
    const alert = anAlert({ at: monday, message: "it's \u00e0 propos" });
    const later = aDelivery({ alert, nextAttemptAt: monday + minute });
    const sooner = aDelivery({ alert, channel: 'command' });
    await db.alerts.record(alert, [later, sooner]);
    t.deepEqual(await db.alertDeliveries.waiting(), [sooner, later]);
    t.deepEqual(await db.alerts.latest({ from: monday, asOf: monday }, 9), [alert]);
  });

  test('a delivery that cannot be recorded leaves no alert behind, and no other delivery', async (t) => {
    const db = await open(t);
    const wrong = aDelivery({ channel: 'command', nextAttemptAt: null });
    await t.throwsAsync(db.alerts.record(anAlert(), [aDelivery(), wrong]));
    t.deepEqual(await db.alerts.latest({ from: 0, asOf: monday + minute }, 9), []);
    t.deepEqual(await db.alertDeliveries.waiting(), []);
  });

  test('an alert and channel has one delivery, which stands as it was noted last', async (t) => {
    const db = await open(t);
    await db.alertDeliveries.note(aDelivery());
    const tried = aDelivery({ attempts: 2, nextAttemptAt: monday + 5, lastError: 'the answer was 500' });
    await db.alertDeliveries.note(tried);
    t.deepEqual(await db.alertDeliveries.waiting(), [tried]);
    await db.alertDeliveries.note({ ...tried, attempts: 3, nextAttemptAt: null, deliveredAt: monday + 6 });
    t.deepEqual(await db.alertDeliveries.waiting(), []);
  });

  test('a channel is known by its last delivery and by how many were given up; what ended long ago goes', async (t) => {
    const db = await open(t);
    const ended = (id: string, at: number, change: Partial<AlertDelivery>) =>
      db.alertDeliveries.note(
        aDelivery({ alertId: id.repeat(8), alert: anAlert({ at }), nextAttemptAt: null, ...change }),
      );
    await ended('a1', monday, { deliveredAt: monday + 1 });
    await ended('a2', monday + 2, { deliveredAt: monday + 3 });
    await ended('a3', monday, { channel: 'command', givenUpAt: monday + 9, lastError: 'no answer' });
    await db.alertDeliveries.note(aDelivery({ alertId: 'a4'.repeat(8) }));
    const given = { channel: 'command', deliveredAt: null, givenUp: 1 } as const;
    const delivered = { channel: 'webhook', deliveredAt: monday + 3, givenUp: 0 } as const;
    t.deepEqual(await db.alertDeliveries.history(), [given, delivered]);
    await db.alertDeliveries.removeEnded(monday + 1);
    t.deepEqual(await db.alertDeliveries.history(), [delivered]);
    t.is((await db.alertDeliveries.waiting()).length, 1, 'what waits stays');
  });
}

import test from 'ava';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import { anAlert, minute, monday } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

const span = { from: monday, asOf: monday + 10 * minute };

/** What the alerts of any recording must do. */
export function testAlerts(open: OpenRecording): void {
  test('alerts come back as they were told, latest first, from a span and up to a number', async (t) => {
    const db = await open(t);
    const { rule: _, ...bare } = anAlert();
    const level: Alert = { ...bare, at: monday + minute, kind: 'put-wall', direction: 'down' };
    const twin = anAlert({ at: monday + minute, message: "it's the second at once", value: -0.5 });
    const told = [anAlert(), level, twin];
    for (const alert of told) await db.alerts.record(alert);
    await db.alerts.record(anAlert({ at: monday - 1 }));
    await db.alerts.record(anAlert({ at: span.asOf + 1 }));
    t.deepEqual(await db.alerts.latest(span, 9), [twin, level, told[0]]);
    t.deepEqual(await db.alerts.latest(span, 1), [twin]);
  });

  test('each rule is known by the last time that it was told, however many came after', async (t) => {
    const db = await open(t);
    const { rule: _, ...bare } = anAlert({ kind: 'skew' });
    await db.alerts.record(anAlert({ at: monday - 1, rule: 'iv > 40%' }));
    await db.alerts.record(anAlert());
    await db.alerts.record(anAlert({ at: monday + minute }));
    for (let index = 0; index < 200; index++)
      await db.alerts.record({ ...bare, at: monday + 2 * minute + index });
    t.deepEqual([...(await db.alerts.rulesNotified(span))], [['price > 671', monday + minute]]);
  });

  test('alerts are read on in the order in which they were sent, and none of one instant is missed', async (t) => {
    const db = await open(t);
    const { rule: _, ...bare } = anAlert();
    const [a, b, c, d] = [
      anAlert(),
      anAlert({ at: monday + minute }),
      { ...bare, at: monday + minute, kind: 'put-wall' } as const,
      anAlert({ at: monday + 2 * minute }),
    ];
    for (const alert of [d, a, b, c]) await db.alerts.record(alert);
    const between = (from: number, asOf: number, limit = 99) => db.alerts.between({ from, asOf }, limit);
    t.deepEqual(await between(0, monday + 9 * minute), [a, b, c, d]);
    t.deepEqual(await between(monday, monday + minute), [b, c]);
    t.deepEqual(await between(monday, monday + 9 * minute, 1), [b, c], 'with all of the last instant');
    t.deepEqual(await between(monday + minute, monday + 9 * minute), [d]);
  });
}

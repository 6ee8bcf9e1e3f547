import test from 'ava';
import type { Alert } from '../../../../src/market/alerts/alert.ts';
import { anAlert, minute, monday, newDatabase } from '../../fixtures.ts';

const span = { from: monday, asOf: monday + 10 * minute };

test('alerts come back as they were told, latest first, from a span and up to a number', async (t) => {
  const { db } = await newDatabase(t);
  const { rule: _, ...bare } = anAlert();
  const level: Alert = { ...bare, at: monday + minute, kind: 'put-wall', direction: 'down' };
  const twin = anAlert({ at: monday + minute, message: "it's the second at once", value: -0.5 });
  const told = [anAlert(), level, twin];
  for (const alert of told) db.alerts.record(alert);
  db.alerts.record(anAlert({ at: monday - 1 }));
  db.alerts.record(anAlert({ at: span.asOf + 1 }));
  t.deepEqual(db.alerts.latest(span, 9), [twin, level, told[0]]);
  t.deepEqual(db.alerts.latest(span, 1), [twin]);
});

test('each rule is known by the last time that it was told, however many came after', async (t) => {
  const { db } = await newDatabase(t);
  const { rule: _, ...bare } = anAlert({ kind: 'skew' });
  db.alerts.record(anAlert({ at: monday - 1, rule: 'iv > 40%' }));
  db.alerts.record(anAlert());
  db.alerts.record(anAlert({ at: monday + minute }));
  for (let index = 0; index < 200; index++) db.alerts.record({ ...bare, at: monday + 2 * minute + index });
  t.deepEqual([...db.alerts.rulesTold(span)], [['price > 671', monday + minute]]);
});

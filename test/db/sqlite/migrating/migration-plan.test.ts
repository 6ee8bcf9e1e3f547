import test from 'ava';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import {
  type DatabaseBefore,
  largeLimits,
  planMigration,
  rates,
  refuseLarge,
  refuseWithoutRoom,
} from '../../../../src/db/sqlite/migrating/migration-plan.ts';

const tenMillion: DatabaseBefore = {
  path: '/d/spyglass.sqlite',
  from: 'one',
  pending: [{ name: 'two', rewrites: [], reads: [] }],
  rows: { contracts: 10_000_000, levels: 50_000 },
  bytes: 3e9,
  freeBytes: 10e9,
  backupPath: '/d/spyglass.sqlite.one',
};

test('a migration that touches no row is short, however many there are', (t) => {
  const plan = planMigration(tenMillion);
  t.like(plan, { from: 'one', to: 'two', pending: ['two'], isLarge: false, expectedMs: 0, backup: null });
  t.true(plan.neededBytes < 1e8);
  t.notThrows(() => refuseLarge(plan));
});

test('one that does not say what it touches is taken to touch all', (t) => {
  const plan = planMigration({ ...tenMillion, pending: [{ name: 'two', rewrites: 'all', reads: 'all' }] });
  t.like(plan, { rowsRewritten: 10_050_000, rowsRead: 10_050_000, isLarge: true });
  t.deepEqual(plan.backup, { path: '/d/spyglass.sqlite.one', bytes: 3e9 });
  t.true(plan.neededBytes >= 3e9 + 2 * 3e9, 'the backup, and the rows in the database and in the log');
  t.true(plan.expectedMs > 10_050_000 * (rates.copyMs + rates.readMs), 'the backup takes time as well');
  const error = t.throws<SpyglassError>(() => refuseLarge(plan));
  t.like(error, { code: 'migration_needed', exitCode: 28 });
  t.regex(error.hint, /spyglass db migrate/);
});

test('it is large by the rows that are made anew, or by the time that reading them takes', (t) => {
  const cost = (rewrites: string[], reads: string[]) => [{ name: 'two', rewrites, reads }];
  const rewriting = (levels: number) =>
    planMigration({ ...tenMillion, rows: { levels }, pending: cost(['levels'], []) }).isLarge;
  t.false(rewriting(largeLimits.rows));
  t.true(rewriting(largeLimits.rows + 1));
  const reading = (levels: number) =>
    planMigration({ ...tenMillion, rows: { levels }, pending: cost([], ['levels']) }).isLarge;
  t.false(reading(Math.floor(largeLimits.ms / rates.readMs) - 1));
  t.true(reading(Math.ceil(largeLimits.ms / rates.readMs) + 1));
  t.true(planMigration({ ...tenMillion, pending: cost(['levels'], []) }, { rows: 1, ms: 1e9 }).isLarge);
});

test('where nothing is due nothing is needed', (t) => {
  const plan = planMigration({ ...tenMillion, pending: [], freeBytes: 0 });
  t.like(plan, { to: 'one', neededBytes: 0, expectedMs: 0, isLarge: false, backup: null });
  t.notThrows(() => refuseWithoutRoom(plan));
});

test('a disk without the room is named before, with both sizes', (t) => {
  const plan = planMigration({ ...tenMillion, freeBytes: 1024 ** 2 });
  const error = t.throws<SpyglassError>(() => refuseWithoutRoom(plan));
  t.is(error.code, 'database_full');
  t.regex(error.message, /needs 16 MB of free space, and there are 1 MB/);
  t.notThrows(() => refuseWithoutRoom({ ...plan, freeBytes: null }), 'not known');
});

import test, { type ExecutionContext } from 'ava';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { openTestStores } from '../../../support/postgres/test-store.ts';
import type { OpenStore } from './open-store.ts';
import { aChain, aQuote, monday } from '../../fixtures.ts';

/** What a look for damage finds in a store, and why there is no backup of one. */
export function testServerChecks(openStore: OpenStore): void {
  const opened = async (t: ExecutionContext) => {
    const store = await openStore(t);
    return { ...store, db: await openTestStores(store, t) };
  };

  test('a store that was recorded in order has nothing wrong', async (t) => {
    const { db } = await opened(t);
    await db.chains.record(aChain());
    await db.quotes.record(aQuote());
    for (const depth of ['quick', 'full'] as const) {
      const report = await db.maintenance.check(depth);
      t.deepEqual(report.problems, []);
      t.true(report.isOk);
      t.is(report.schemaVersion, report.newestSchemaVersion);
      t.true(report.bytes > 0);
    }
  });

  test('an index that is not valid, ids that are used and rows that are gone are told of', async (t) => {
    const { db, connection } = await opened(t);
    await db.chains.record(aChain());
    await db.chains.record(aChain({ timestamp: monday + 86_400_000, expiration: '2026-11-24' }));
    await connection.run('drop table option_contracts_20261124');
    await connection.run('delete from option_contracts where strike = 670');
    await connection.run(
      `insert into exchange_days (id, date, kind, name, told_by) values (900000, '2026-12-25', 'closed', 'Christmas', 'status')`,
    );
    await connection.run(
      `update pg_index set indisvalid = false where indexrelid = 'idx_alerts_timestamp'::regclass`,
    );
    t.teardown(() =>
      connection.run(
        `update pg_index set indisvalid = true where indexrelid = 'idx_alerts_timestamp'::regclass`,
      ),
    );
    const quick = await db.maintenance.check('quick');
    t.false(quick.isOk);
    t.is(quick.problems.length, 3, quick.problems.join('\n'));
    const [index, ids, date] = quick.problems;
    t.is(index, 'the index idx_alerts_timestamp is not valid: run REINDEX INDEX idx_alerts_timestamp');
    t.regex(ids!, /^the ids of exchange_days begin at \d+, and 900000 is used$/);
    t.is(date, 'option_contracts has no partition of 2026-11-24, and its polls have stored 4');
    const full = await db.maintenance.check('full');
    t.true(full.problems.includes('option_contracts has 2 rows of 2026-11-23, and its polls have stored 4'));
  });

  test('a backup of a store is refused with the command that makes one', async (t) => {
    const { db } = await opened(t);
    const error = await t.throwsAsync<SpyglassError>(db.maintenance.backup('/tmp/never.sqlite'));
    t.is(error.code, 'usage');
    t.regex(error.hint, /pg_dump --format=custom --file=FILE --username=USER --dbname=postgres:\/\/test /);
  });

  test('the status names the store, and says the size of each table with its partitions', async (t) => {
    const { db } = await opened(t);
    const sizes = async () => {
      const status = await db.status();
      t.is(status.path, 'postgres://test');
      return new Map(status.tables.map(({ table, bytes }) => [table, bytes ?? 0]));
    };
    const before = await sizes();
    await db.chains.record(aChain());
    await db.chains.record(aChain({ timestamp: monday + 86_400_000, expiration: '2026-11-24' }));
    const after = await sizes();
    t.true(after.get('option_contracts')! > before.get('option_contracts')!);
    t.true(after.get('chain_polls')! > before.get('chain_polls')!);
    t.is(after.get('alerts'), before.get('alerts'));
  });
}

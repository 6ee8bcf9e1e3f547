import path from 'node:path';
import test from 'ava';
import { migrations } from '../../../migrations/list.ts';
import { createLogTrouble } from '../../../src/base/log.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { launch } from '../../../src/daemon/process/launch.ts';
import { connect } from '../../../src/db/sqlite/connection.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { aChain, monday } from '../../db/fixtures.ts';
import { withoutTimes } from '../../db/versions/sample.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { silent } from '../support.ts';

test('a demo starts on the recordings of an older version, and brings them up to date', async (t) => {
  const dataDir = await tempDir(t);
  const databasePath = path.join(dataDir, 'demo.sqlite');
  const before = await openDatabase({ path: databasePath, clock: manualClock(monday) });
  await before.chains.record(aChain({ source: 'simulator' }));
  await before.close();
  const { orm } = await connect(databasePath);
  await orm.migrator.down({ to: migrations[0]!.name });
  await orm.close(true);

  const daemon = await launch(
    {
      instance: {
        ...{ mode: 'demo', dataDir, databasePath, isDefaultDataDir: false },
        ...{ socketPath: path.join(dataDir, 's.sock'), logPath: path.join(dataDir, 'log') },
        lastOpenPath: path.join(dataDir, 'last-open.json'),
        storeUrl: null,
        archiveDir: path.join(dataDir, 'demo-archive'),
      },
      settings: loadSettings({ env: {} }).settings,
      clock: null,
      ...{ appVersion: '0.0.0', pid: process.pid, platform: process.platform },
    },
    { log: silent, trouble: createLogTrouble() },
  );
  await daemon.close();
  const after = await openDatabase({ path: databasePath, clock: manualClock(Date.UTC(2100, 0)) });
  t.teardown(() => after.close());
  t.is((await after.status()).schemaVersion, migrations.at(-1)!.name);
  t.deepEqual(
    await after.chains.at('SPY', '2026-11-23', monday),
    withoutTimes.chain(aChain({ source: 'simulator' })),
  );
});

import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { systemClock } from '../../../../src/base/clock.ts';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { openPlaybackThread } from '../../../../src/daemon/playback/serving/open-playback-thread.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { openLink } from '../../../../src/protocol/connection/link.ts';
import type { CopyUnderWay } from '../../../../src/recordings/recording.ts';
import { aChain, monday } from '../../../db/fixtures.ts';
import { oldDatabase } from '../../../db/old-database.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { startScript } from '../../../support/script.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function places(t: ExecutionContext) {
  const dir = await tempDir(t);
  const temporaryDirectory = path.join(dir, 'tmp');
  mkdirSync(temporaryDirectory);
  return { databasePath: path.join(dir, 'spyglass.sqlite'), temporaryDirectory };
}

type Places = Awaited<ReturnType<typeof places>>;

function played(t: ExecutionContext, { databasePath, temporaryDirectory }: Places) {
  const copies: CopyUnderWay[] = [];
  const thread = openPlaybackThread(
    {
      recording: {
        from: 'database',
        databasePath,
        archive: { directory: `${databasePath}-archive`, mode: 'live' },
      },
      ...{ temporaryDirectory, settings: loadSettings({ env: {} }).settings },
      ...{ platform: process.platform, appVersion: '0.0.0', pid: process.pid },
    },
    (copy) => copies.push(copy),
  );
  t.teardown(thread.close);
  return { ...thread, copies };
}

const linkTo = (socketPath: string) =>
  openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });

test('a recording is played beside its owner, in a directory of this user alone, of which nothing is left', async (t) => {
  const where = await places(t);
  const owner = await openDatabase({ path: where.databasePath, clock: manualClock(monday) });
  t.teardown(owner.close);
  await owner.chains.record(aChain({}));
  const { ready, close, copies } = played(t, where);
  const socketPath = await ready;
  if (process.platform !== 'win32') t.is(statSync(path.dirname(socketPath)).mode & 0o777, 0o700);
  const link = await linkTo(socketPath);
  t.like(await link.request('subscribe', {}), { chain: { underlying: 'SPY' }, playback: { isPaused: true } });
  t.deepEqual(copies, [], 'it is read where it lies');
  await close();
  t.deepEqual(readdirSync(where.temporaryDirectory), []);
});

test('a recording of an older schema is played from a copy, which is said', async (t) => {
  const where = await places(t);
  oldDatabase(where.databasePath);
  const { ready, close, copies } = played(t, where);
  const link = await linkTo(await ready);
  t.true(link.hello.isPlaybackOnly);
  t.like(copies, [{ path: where.databasePath, reason: 'older-schema' }]);
  await close();
  t.deepEqual(readdirSync(where.temporaryDirectory), []);
});

test('what a killed process leaves goes with the next one', async (t) => {
  const where = await places(t);
  await (await openDatabase({ path: where.databasePath, clock: manualClock(monday) })).close();
  const program = path.join(import.meta.dirname, 'play-and-stay.ts');
  const child = startScript(program, [where.databasePath, where.temporaryDirectory]);
  t.teardown(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const directory = path.dirname(String(said).trim());
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.is(existsSync(directory), process.platform !== 'win32');
  const { ready, close } = played(t, where);
  await ready;
  t.false(existsSync(directory));
  await close();
  t.deepEqual(readdirSync(where.temporaryDirectory), []);
});

test('why it cannot play is said, and closing ends it while it opens', async (t) => {
  const where = await places(t);
  await t.throwsAsync(played(t, where).ready, { code: 'no_data' });
  oldDatabase(where.databasePath);
  await played(t, where).close();
  t.deepEqual(readdirSync(where.temporaryDirectory), []);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import test from 'ava';
import Database from 'better-sqlite3';
import { openLiveMarket } from './support/live-market.ts';
import { launcher } from './support/terminal.ts';

test.serial('a start that another program’s lock keeps waiting says what it waits for', async (t) => {
  const market = await openLiveMarket(t);
  t.is((await market.run('daemon', 'start')).code, 0);
  t.is((await market.run('daemon', 'stop')).code, 0);
  const dataDir = path.join(market.home.dir, 'd');
  const other = new Database(path.join(dataDir, 'spyglass.sqlite'));
  t.teardown(() => other.close());
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('begin immediate; create table if not exists x (y); rollback');

  const child = spawn(process.execPath, [launcher, 'daemon', 'start', '--data-dir', dataDir], {
    env: { ...market.home.env, ...market.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const exit = once(child, 'close');
  child.stderr.on('data', (piece) => {
    said += piece;
    if (said.includes('waits for')) other.close();
  });
  t.deepEqual(await exit, [0, null], said);
  t.regex(
    said,
    /The daemon waits for the database: another process keeps a lock[\s\S]*The daemon has started/,
  );
});

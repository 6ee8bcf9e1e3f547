import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { takeOwnerLock } from '../../src/db/sqlite/files/owner-lock.ts';
import { openLiveMarket } from './support/live-market.ts';
import { long } from '../support/long.ts';

const hasPicture = (screen: string) =>
  (screen.match(/ago · real-time/g) ?? []).length >= 2 && /● (recording|attached)/.test(screen);

test.serial('a dashboard waits for a daemon that holds the recordings and does not answer yet', async (t) => {
  const market = await openLiveMarket(t);
  const dataDir = path.join(market.home.dir, 'd');
  mkdirSync(dataDir);
  const socketPath = path.join(market.home.dir, 'nobody.sock');
  const lock = takeOwnerLock(path.join(dataDir, 'spyglass.sqlite'), { pid: process.pid, socketPath });
  const terminal = market.open({ inShell: true });
  await market.said('the daemon did not start');
  lock.release();
  const screen = await terminal.until(
    'the picture, or the end',
    (text) => hasPicture(text) || /^exit \d+$/m.test(text),
  );
  t.true(screen.includes('● recording'), screen);
});

long.serial('dashboards that start at the same moment end up on one daemon', async (t) => {
  const market = await openLiveMarket(t);
  const terminals = [market.open(), market.open(), market.open()];
  for (const terminal of terminals) await terminal.until('the picture', hasPicture);
  const pid = (await market.statusOf())!.hello.pid;
  t.is(terminals.filter((terminal) => terminal.pid === pid).length, 1);
});
